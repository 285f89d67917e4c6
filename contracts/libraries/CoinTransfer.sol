// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quanta} from "./Quanta.sol";

/// @title Sending coins to code that may be hostile
/// @notice Calls carry no data and never copy what the receiver returns, so a huge return value costs the vault
/// nothing.
library CoinTransfer {
    /// @notice What a recipient of a payout may use: enough for a proxied wallet to log its receipt, too little to
    /// make a batch of hostile recipients unpayable.
    uint256 internal constant PAYMENT_GAS = 30_000;

    /// @notice The gas that must be left before a payment. The call itself costs at most 39,500: value transfer
    /// (9,000), new account (25,000), cold account (2,600), cold delegate of an EIP-7702 account (2,600), and the
    /// instructions around it. It passes on at most 63/64 of what remains (EIP-150), which must cover `PAYMENT_GAS`.
    uint256 internal constant REQUIRED_GAS = 70_000;

    /// @notice Pays entries from `offset` on, until one is not paid or none is left.
    /// @dev Written in assembly because this loop is what a payout costs. An entry is not tried when it names nobody,
    /// or when less than `REQUIRED_GAS` is left. No sum overflows: entries hold 96 bits each, and there are few.
    /// @param entries The packed entries.
    /// @param offset The first byte of the first entry.
    /// @return stoppedAt The offset of the entry that was not paid, or the length of `entries`.
    /// @return paid The sum of the entries paid, in quanta.
    function payFrom(
        bytes calldata entries,
        uint256 offset
    ) internal returns (uint256 stoppedAt, uint256 paid) {
        uint256 weiPerQuantum = Quanta.WEI_PER_QUANTUM;
        assembly ("memory-safe") {
            let end := add(entries.offset, entries.length)
            let position := add(entries.offset, offset)
            for {} 1 {} {
                let entry := calldataload(position)
                let account := shr(96, entry)
                if or(or(iszero(account), eq(position, end)), lt(gas(), REQUIRED_GAS)) {
                    break
                }
                let quanta := and(entry, 0xffffffffffffffffffffffff)
                if iszero(call(PAYMENT_GAS, account, mul(quanta, weiPerQuantum), 0, 0, 0, 0)) {
                    break
                }
                paid := add(paid, quanta)
                position := add(position, 0x20)
            }
            stoppedAt := sub(position, entries.offset)
        }
    }

    /// @notice Sends coins with all the gas that the caller brought.
    /// @param to The receiver.
    /// @param quanta The amount in quanta.
    /// @return sent Whether the receiver took it.
    function trySend(address to, uint256 quanta) internal returns (bool sent) {
        uint256 wei_ = Quanta.toWei(quanta);
        assembly ("memory-safe") {
            sent := call(gas(), to, wei_, 0, 0, 0, 0)
        }
    }
}
