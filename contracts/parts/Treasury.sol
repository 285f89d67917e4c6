// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IVaultCheckpoints} from "../interfaces/IVaultCheckpoints.sol";
import {Liabilities} from "./Liabilities.sol";
import {ReentrancyLock} from "./ReentrancyLock.sol";

/// @title What the house takes for itself
/// @notice Only what nobody else is owed.
abstract contract Treasury is AccessManaged, Liabilities, ReentrancyLock {
    /// @inheritdoc IVaultCheckpoints
    uint256 public constant override TREASURY_FRESHNESS = 1 days;

    /// @inheritdoc IVaultCheckpoints
    function treasuryTransfer(address token, address to, uint256 quanta) external restricted nonReentrant {
        _requireReceiver(to);
        if (quanta == 0) revert ZeroAmount();
        _requireFresh(token);
        uint256 available = surplus(token);
        if (quanta > available) revert SurplusExceeded(quanta, available);
        emit TreasuryTransferred(token, to, quanta);
        _send(token, to, quanta);
    }

    /// @dev Once exit is active no checkpoint can come any more, and what is owed is fixed.
    function _requireFresh(address token) private view {
        uint256 publishedAt = _books[token].checkpointAt;
        if (!exitActive && block.timestamp > publishedAt + TREASURY_FRESHNESS) {
            revert StaleCheckpoint(publishedAt);
        }
    }
}
