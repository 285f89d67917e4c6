// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultErrors} from "../interfaces/IVaultErrors.sol";

/// @title Quanta of the native coin
/// @notice One quantum is 1e9 wei. Conversions are exact: nothing is ever rounded.
library Quanta {
    uint256 internal constant WEI_PER_QUANTUM = 1e9;

    /// @notice Converts wei to quanta; refuses fractions of a quantum.
    /// @param wei_ The amount in wei.
    /// @return The amount in quanta.
    function fromWei(uint256 wei_) internal pure returns (uint256) {
        if (wei_ % WEI_PER_QUANTUM != 0) revert IVaultErrors.NotWholeQuanta(wei_);
        return wei_ / WEI_PER_QUANTUM;
    }

    /// @notice Converts quanta to wei.
    /// @param quanta The amount in quanta.
    /// @return The amount in wei.
    function toWei(uint256 quanta) internal pure returns (uint256) {
        return quanta * WEI_PER_QUANTUM;
    }
}
