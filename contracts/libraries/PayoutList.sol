// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultEvents} from "../interfaces/IVaultEvents.sol";

/// @title The entries of a batch, in memory
/// @notice An entry is one word: the account in the upper 20 bytes, the amount in quanta in the lower 12.
/// @dev Entries are copied once and then hashed, paid and logged where they stand, because each further copy would
/// cost every payout. Around them there is room for the head of the log before, and a zero word behind, which no
/// entry can be:
///
///     | total | count | credited | offset | length | entry … entry | 0 |
///                                           ^ list
library PayoutList {
    uint256 internal constant ENTRY_BYTES = 32;

    /// @notice Copies packed entries to memory.
    /// @param entries The packed entries; the caller makes sure that they are whole words.
    /// @return list The same, with room around them.
    function load(bytes calldata entries) internal pure returns (bytes memory list) {
        assembly ("memory-safe") {
            list := add(mload(0x40), 0x80)
            let first := add(list, 0x20)
            let end := add(first, entries.length)
            mstore(list, entries.length)
            calldatacopy(first, entries.offset, entries.length)
            mstore(end, 0)
            mstore(0x40, add(end, 0x20))
        }
    }

    /// @notice Reads the entry at a byte offset.
    /// @param list The entries.
    /// @param offset The entry's first byte; at the end of the list there is an entry for nobody.
    /// @return account The recipient.
    /// @return quanta The amount.
    function entryAt(
        bytes memory list,
        uint256 offset
    ) internal pure returns (address account, uint256 quanta) {
        uint256 word;
        assembly ("memory-safe") {
            word := mload(add(add(list, 0x20), offset))
        }
        account = address(uint160(word >> 96));
        quanta = uint96(word);
    }

    /// @notice Emits `PayoutExecuted` from where the entries stand.
    /// @param list The entries.
    /// @param batchId The batch.
    /// @param token The token.
    /// @param total The sum of all entries.
    /// @param count The number of entries.
    /// @param credited The part of `total` that became credits.
    function logExecuted(
        bytes memory list,
        bytes32 batchId,
        address token,
        uint256 total,
        uint256 count,
        uint256 credited
    ) internal {
        bytes32 topic = IVaultEvents.PayoutExecuted.selector;
        assembly ("memory-safe") {
            let head := sub(list, 0x80)
            mstore(head, total)
            mstore(add(head, 0x20), count)
            mstore(add(head, 0x40), credited)
            mstore(add(head, 0x60), 0x80)
            log3(head, add(0xa0, mload(list)), topic, batchId, token)
        }
    }
}
