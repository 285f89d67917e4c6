// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quanta} from "../../../contracts/libraries/Quanta.sol";

/// @title Conversions lose nothing
/// @dev The compiler's checker does not know that an error of another file ends the call, so each proof says first what
/// the library accepts; that it refuses the rest is left to the fuzz tests.
contract QuantaProof {
    /// @notice What is taken as quanta is worth exactly the wei that came.
    function coinsAreConvertedExactly(uint256 wei_) external pure {
        require(wei_ % Quanta.WEI_PER_QUANTUM == 0);
        assert(Quanta.fromUnits(wei_, Quanta.WEI_PER_QUANTUM) * Quanta.WEI_PER_QUANTUM == wei_);
    }

    /// @notice The same for a token of any quantum.
    function tokensAreConvertedExactly(uint128 units, uint96 quantum) external pure {
        require(quantum != 0 && units % quantum == 0);
        assert(Quanta.fromUnits(units, quantum) * quantum == units);
    }

    /// @notice Quanta become units and quanta again.
    function quantaComeBack(uint128 quanta) external pure {
        uint256 wei_ = uint256(quanta) * Quanta.WEI_PER_QUANTUM;
        require(wei_ % Quanta.WEI_PER_QUANTUM == 0);
        assert(Quanta.fromUnits(wei_, Quanta.WEI_PER_QUANTUM) == quanta);
    }
}
