// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IVaultErrors} from "../interfaces/IVaultErrors.sol";
import {PayoutList} from "./PayoutList.sol";

/// @title Sending tokens whose code may be hostile
/// @notice A transfer succeeded if the call did and the token said true, or said nothing and has code. Never more than
/// one word of what it returns is copied.
library TokenTransfer {
    using PayoutList for bytes;

    /// @notice What a transfer in a batch may use: several times what transfers of known tokens take.
    uint256 internal constant PAYMENT_GAS = 150_000;

    /// @notice The gas that must be left after a payment, and so was left before it. The call itself
    /// costs at most 2,600 (a cold token), and the instructions around it less than 1,000. It passes on at most 63/64
    /// of what remains (EIP-150), which must cover `PAYMENT_GAS`.
    uint256 internal constant REQUIRED_GAS = 160_000;

    /// @notice Pays entries from `offset` on, until one is not paid or none is left.
    /// @dev It stops at an entry for nobody, which is how a list ends, and at one for the vault itself.
    /// No sum overflows: entries hold 96 bits each, and there are few. Nor does a product: a quantum has 96 bits.
    /// @param token The token.
    /// @param quantum The token units that are one quantum.
    /// @param list The entries, from `PayoutList`.
    /// @param offset The first byte of the first entry.
    /// @return stoppedAt The offset of the entry that was not paid, or the length of `list`.
    /// @return paid The sum of the entries paid, in quanta.
    function payFrom(
        address token,
        uint256 quantum,
        bytes memory list,
        uint256 offset
    ) internal returns (uint256 stoppedAt, uint256 paid) {
        stoppedAt = offset;
        while (true) {
            (address account, uint256 quanta) = list.entryAt(stoppedAt);
            if (account == address(0) || account == address(this)) break;
            if (!_tryPay(token, account, quanta * quantum)) break;
            paid += quanta;
            stoppedAt += PayoutList.ENTRY_BYTES;
        }
        _requireGas();
    }

    /// @notice Sends tokens with all the gas that the caller brought.
    /// @param token The token.
    /// @param to The receiver.
    /// @param units The amount in token units.
    /// @return Whether the token moved it.
    function trySend(address token, address to, uint256 units) internal returns (bool) {
        return SafeERC20.trySafeTransfer(IERC20(token), to, units);
    }

    /// @notice Asks for a balance with at most `PAYMENT_GAS`.
    /// @param token The token.
    /// @param account The account.
    /// @return units The balance in token units; zero where the token gives no answer.
    function balanceOrZero(address token, address account) internal view returns (uint256 units) {
        _requireGas();
        bytes memory question = abi.encodeCall(IERC20.balanceOf, (account));
        assembly ("memory-safe") {
            let ok := staticcall(PAYMENT_GAS, token, add(question, 0x20), mload(question), 0, 0x20)
            units := mul(mload(0), and(ok, gt(returndatasize(), 31)))
        }
    }

    /// @dev Gas only falls: enough now means that each payment until here was tried in full.
    function _requireGas() private view {
        if (gasleft() < REQUIRED_GAS) revert IVaultErrors.InsufficientGas(gasleft(), REQUIRED_GAS);
    }

    function _tryPay(address token, address to, uint256 units) private returns (bool paid) {
        bytes memory data = abi.encodeCall(IERC20.transfer, (to, units));
        assembly ("memory-safe") {
            mstore(0, 0)
            let ok := call(PAYMENT_GAS, token, 0, add(data, 0x20), mload(data), 0, 0x20)
            let saidTrue := and(gt(returndatasize(), 31), eq(mload(0), 1))
            let saidNothing := and(iszero(returndatasize()), gt(extcodesize(token), 0))
            paid := and(ok, or(saidTrue, saidNothing))
        }
    }
}
