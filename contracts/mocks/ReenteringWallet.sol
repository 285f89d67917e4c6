// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITokenHooks} from "./HookingToken.sol";

/// @title A wallet that calls one function of the vault back whenever money leaves or reaches it
/// @notice It knows the function's selector only, and sends zeros as arguments: the vault must refuse before it looks.
contract ReenteringWallet is ITokenHooks {
    /// @notice Longer than the arguments of any function of the vault.
    uint256 private constant ARGUMENT_BYTES = 512;

    /// @notice What the vault said to the call back.
    /// @param ok Whether the call back went through.
    /// @param reason The selector of the error, where it did not.
    event Answered(bool ok, bytes4 reason);

    address private immutable _vault;
    bytes4 private immutable _selector;
    uint256 private immutable _value;

    bool public isRefusing;

    error Refused();

    constructor(address vault, bytes4 selector, uint256 value_) payable {
        _vault = vault;
        _selector = selector;
        _value = value_;
    }

    receive() external payable {
        if (isRefusing) revert Refused();
        _callBack();
    }

    function setRefusing(bool isRefusing_) external {
        isRefusing = isRefusing_;
    }

    function tokensToSend() external {
        _callBack();
    }

    function tokensReceived() external {
        if (isRefusing) revert Refused();
        _callBack();
    }

    /// @notice Calls anything, as a wallet would.
    function run(address target, uint256 value_, bytes calldata data) external {
        (bool ok, bytes memory result) = target.call{value: value_}(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
    }

    function _callBack() private {
        bytes memory data = abi.encodePacked(_selector, new bytes(ARGUMENT_BYTES));
        (bool ok, bytes memory result) = _vault.call{value: _value}(data);
        emit Answered(ok, bytes4(result));
    }
}
