// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IRecordDates} from "../../src/interfaces/IRecordDates.sol";

/// @notice What holders have at record dates, set by the test: the vault asks nothing else of a class.
contract RecordDatesStub is IRecordDates {
    uint256 public last;
    address[] public holders;
    mapping(address holder => uint256) private _units;
    mapping(uint256 checkpoint => mapping(address holder => uint256)) private _at;
    mapping(uint256 checkpoint => uint256) public totalSupplyAt;
    mapping(address lost => address) private _successors;

    function hold(address holder, uint256 units) external {
        if (_units[holder] == 0) holders.push(holder);
        _units[holder] = units;
    }

    /// @dev Lets this class count its record dates from elsewhere than others.
    function startAt(uint256 number) external {
        last = number;
    }

    function checkpoint() external returns (uint256) {
        ++last;
        for (uint256 i; i < holders.length; ++i) {
            _at[last][holders[i]] = _units[holders[i]];
            totalSupplyAt[last] += _units[holders[i]];
        }
        return last;
    }

    function replace(address lost, address successor) external {
        _successors[lost] = successor;
    }

    function successorOf(address account) external view returns (address) {
        return _successors[account] == address(0) ? account : _successors[account];
    }

    function balanceOfAt(address holder, uint256 number) external view returns (uint256) {
        return _at[number][holder];
    }
}
