// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Packed payout entries
/// @notice An entry is one word: the account in the upper 20 bytes, the amount in quanta in the lower 12.
library PackedEntries {
    uint256 internal constant ENTRY_BYTES = 32;

    /// @notice Reads the entry at a byte offset.
    /// @param entries The packed entries.
    /// @param offset The entry's first byte; the caller keeps `offset + 32` within `entries`.
    /// @return account The recipient.
    /// @return quanta The amount.
    function entryAt(
        bytes calldata entries,
        uint256 offset
    ) internal pure returns (address account, uint256 quanta) {
        uint256 word;
        assembly ("memory-safe") {
            word := calldataload(add(entries.offset, offset))
        }
        account = address(uint160(word >> 96));
        quanta = uint96(word);
    }
}
