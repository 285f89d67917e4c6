// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultErrors} from "../interfaces/IVaultErrors.sol";
import {Quanta} from "./Quanta.sol";

/// @title Sending coins to code that may be hostile
/// @notice Calls carry no data and never copy what the receiver returns, so a huge return value costs the vault
/// nothing.
library CoinTransfer {
    /// @notice What a recipient of a payout may use: enough for a proxied wallet to log its receipt, too little to
    /// make a batch of hostile recipients unpayable.
    uint256 internal constant PAYMENT_GAS = 30_000;

    /// @notice The gas that must be left after a payment, and so was left before it. The call itself
    /// costs at most 39,500: value transfer (9,000), new account (25,000), cold account (2,600), cold delegate of an
    /// EIP-7702 account (2,600), and the instructions around it. It passes on at most 63/64 of what remains
    /// (EIP-150), which must cover `PAYMENT_GAS`.
    uint256 internal constant REQUIRED_GAS = 70_000;

    /// @notice Pays entries from `offset` on, until one is not paid or none is left.
    /// @dev Written in assembly because this loop is what a payout costs. It stops at an entry for nobody, which is
    /// how a list ends. Whole entries are added up: the sum of what was paid is in its lower 96 bits, which hold more
    /// coins than there are.
    /// @param list The entries, from `PayoutList`.
    /// @param offset The first byte of the first entry.
    /// @return stoppedAt The offset of the entry that was not paid, or the length of `list`.
    /// @return paid The sum of the entries paid, in quanta.
    function payFrom(bytes memory list, uint256 offset) internal returns (uint256 stoppedAt, uint256 paid) {
        uint256 weiPerQuantum = Quanta.WEI_PER_QUANTUM;
        assembly ("memory-safe") {
            let first := add(list, 0x20)
            let sum := 0
            let position := add(first, offset)
            for {} 1 {} {
                let entry := mload(position)
                if lt(entry, 0x1000000000000000000000000) {
                    break
                }
                let value := mul(and(entry, 0xffffffffffffffffffffffff), weiPerQuantum)
                if iszero(call(PAYMENT_GAS, shr(96, entry), value, 0, 0, 0, 0)) {
                    break
                }
                position := add(position, 0x20)
                sum := add(sum, entry)
            }
            paid := and(sum, 0xffffffffffffffffffffffff)
            stoppedAt := sub(position, first)
        }
        // Gas only falls: enough now means that each payment until here was tried in full.
        if (gasleft() < REQUIRED_GAS) revert IVaultErrors.InsufficientGas(gasleft(), REQUIRED_GAS);
    }

    /// @notice Sends coins with all the gas that the caller brought.
    /// @param to The receiver.
    /// @param wei_ The amount in wei.
    /// @return sent Whether the receiver took it.
    function trySend(address to, uint256 wei_) internal returns (bool sent) {
        assembly ("memory-safe") {
            sent := call(gas(), to, wei_, 0, 0, 0, 0)
        }
    }
}
