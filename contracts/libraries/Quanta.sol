// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultErrors} from "../interfaces/IVaultErrors.sol";

/// @title Quanta
/// @notice The whole steps in which money enters and leaves. Conversions are exact: nothing is ever rounded.
library Quanta {
    /// @notice One quantum of the native coin.
    uint256 internal constant WEI_PER_QUANTUM = 1e9;

    /// @notice Converts units to quanta; refuses fractions of a quantum.
    /// @param units The amount in wei or token units.
    /// @param quantum The units that are one quantum; not zero.
    /// @return The amount in quanta.
    function fromUnits(uint256 units, uint256 quantum) internal pure returns (uint256) {
        if (units % quantum != 0) revert IVaultErrors.NotWholeQuanta(units);
        return units / quantum;
    }
}
