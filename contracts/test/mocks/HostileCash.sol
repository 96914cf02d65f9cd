// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CashToken} from "../../src/CashToken.sol";

/// @notice Money that misbehaves on demand: it calls back, refuses somebody, says no, or moves less than it was asked.
contract HostileCash is CashToken {
    address public refused;
    bool public saysNo;
    uint256 public feeMinor;

    address private _target;
    bytes private _call;
    bytes public answer; // what the call back got: the data of its refusal
    bool public answered;

    error ReceiverRefused(address to);

    constructor() CashToken("JPY", 0, msg.sender) {}

    function refuse(address to) external {
        refused = to;
    }

    function sayNo() external {
        saysNo = true;
    }

    function charge(uint256 feeMinor_) external {
        feeMinor = feeMinor_;
    }

    function callBack(address target, bytes calldata call_) external {
        (_target, _call) = (target, call_);
    }

    function transfer(address to, uint256 amountMinor) public override returns (bool) {
        if (saysNo) return false;
        _misbehave();
        return super.transfer(to, amountMinor);
    }

    function transferFrom(address from, address to, uint256 amountMinor) public override returns (bool) {
        if (saysNo) return false;
        _misbehave();
        return super.transferFrom(from, to, amountMinor - feeMinor);
    }

    function _update(address from, address to, uint256 amountMinor) internal override {
        if (to == refused && to != address(0)) revert ReceiverRefused(to);
        super._update(from, to, amountMinor);
    }

    function _misbehave() private {
        if (_target == address(0)) return;
        (bool done, bytes memory data) = _target.call(_call);
        (answered, answer) = (done, data);
    }
}
