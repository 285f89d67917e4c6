// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title Answers transfers with far more data than anyone asked for
contract ReturnBombingToken is PlainToken {
    /// @notice Memory of this size costs 104,000 gas: most of what a payout in tokens is given.
    uint256 private constant BOMB_BYTES = 203_000;

    enum Answer {
        Plain,
        Yes,
        No,
        Revert
    }

    Answer public answer;

    function setAnswer(Answer answer_) external {
        answer = answer_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (answer == Answer.Plain) return super.transfer(to, amount);
        bool isPaid = answer == Answer.Yes && super.transfer(to, amount);
        bool isRevert = answer == Answer.Revert;
        // Ends the call, so nothing is left that could find the memory changed.
        assembly {
            mstore(0, isPaid)
            if isRevert {
                revert(0, BOMB_BYTES)
            }
            return(0, BOMB_BYTES)
        }
    }
}
