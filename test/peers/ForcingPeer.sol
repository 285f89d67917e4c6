// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";

/// @title What a loop over a well-known library costs, to measure the vault against
/// @notice Pays what the caller brought, by force where a recipient refuses.
contract ForcingPeer {
    error LengthMismatch();

    /// @notice Pays everyone.
    /// @param recipients The recipients.
    /// @param values What each is paid, in wei.
    function disperse(address[] calldata recipients, uint256[] calldata values) external payable {
        if (recipients.length != values.length) revert LengthMismatch();
        for (uint256 i = 0; i < recipients.length; i++) {
            SafeTransferLib.forceSafeTransferETH(recipients[i], values[i]);
        }
    }
}
