// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IClassToken} from "./interfaces/IClassToken.sol";
import {IRecordDates} from "./interfaces/IRecordDates.sol";

/// @title Balances as they stood at record dates
/// @notice A vault pays who held at the record date, whenever they claim. Who buys after it is not paid for it, and who
/// sells after it still is: nobody is paid twice for the same unit.
/// @dev A balance is written under the number of the next checkpoint; the checkpoint fixes it. So the transfers of one
/// block fall before or after it by their order, as they did.
abstract contract RecordDates is ERC20, IClassToken {
    using Checkpoints for Checkpoints.Trace208;

    mapping(address holder => Checkpoints.Trace208) private _balances;
    Checkpoints.Trace208 private _supply;
    uint48 private _next = 1;

    /// @inheritdoc IRecordDates
    function balanceOfAt(address holder, uint256 number) external view returns (uint256) {
        return _balances[holder].upperLookupRecent(_taken(number));
    }

    /// @inheritdoc IRecordDates
    function totalSupplyAt(uint256 number) external view returns (uint256) {
        return _supply.upperLookupRecent(_taken(number));
    }

    /// @dev Fixes what every holder holds now under a number.
    function _takeCheckpoint() internal returns (uint256 number) {
        number = _next;
        _next += 1;
        emit CheckpointTaken(number, totalSupply());
    }

    function _update(address from, address to, uint256 amount) internal virtual override {
        super._update(from, to, amount);
        if (from == address(0)) _supply.push(_next, SafeCast.toUint208(totalSupply()));
        else _balances[from].push(_next, SafeCast.toUint208(balanceOf(from)));
        if (to == address(0)) _supply.push(_next, SafeCast.toUint208(totalSupply()));
        else _balances[to].push(_next, SafeCast.toUint208(balanceOf(to)));
    }

    function _taken(uint256 number) private view returns (uint48) {
        if (number == 0 || number >= _next) revert CheckpointUnknown(number);
        return uint48(number);
    }
}
