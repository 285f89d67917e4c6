// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "../interfaces/IVault.sol";
import {IVaultEntries} from "../interfaces/IVaultEntries.sol";
import {IVaultPayouts} from "../interfaces/IVaultPayouts.sol";

/// @title Calls back into the vault while it is being paid
contract ReenteringRecipient {
    enum Way {
        Deposit,
        Execute,
        Claim
    }

    /// @notice What the vault said to the call back.
    /// @param ok Whether the call back went through.
    /// @param reason The selector of the error, where it did not.
    event Answered(bool ok, bytes4 reason);

    error Refused();

    IVault private immutable _vault;
    Way private immutable _way;
    bool private _claiming;

    constructor(IVault vault, Way way) {
        _vault = vault;
        _way = way;
    }

    receive() external payable {
        uint256 value_ = _way == Way.Deposit ? 1 gwei : 0;
        (bool ok, bytes memory result) = address(_vault).call{value: value_}(_callData());
        emit Answered(ok, bytes4(result));
        // The first payment is refused, so that there is a credit to claim with the same trick.
        if (_way == Way.Claim && !_claiming) revert Refused();
    }

    /// @notice Claims this contract's credit, to itself.
    function claim() external {
        _claiming = true;
        _vault.claimCredit(address(0), address(this));
    }

    function _callData() private view returns (bytes memory) {
        if (_way == Way.Deposit) return abi.encodeCall(IVaultEntries.deposit, ());
        if (_way == Way.Claim) return abi.encodeCall(IVaultPayouts.claimCredit, (address(0), address(this)));
        IVaultPayouts.PayoutBatch memory batch;
        return abi.encodeCall(IVaultPayouts.executeBatchPayouts, (batch, "", ""));
    }
}
