// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ClassToken} from "../src/ClassToken.sol";
import {IClassToken, TransferRules} from "../src/interfaces/IClassToken.sol";
import {InvestorClass} from "../src/interfaces/IRegistry.sol";
import {Chunks} from "../src/libraries/Chunks.sol";
import {Parties} from "./Parties.sol";

contract Keeper {
    function keep(bytes memory content) external returns (address) {
        return Chunks.store(content);
    }
}

/// @notice What a reading of the contracts as an attacker found, each held by a test from then on.
contract ReviewTest is Parties {
    /// @dev The length of a chunk stands in two bytes: one of 65,536 and more would be kept as what is left of it.
    function test_what_is_longer_than_a_chunk_is_not_kept_as_a_shorter_one(uint256 length) public {
        Keeper keeper = new Keeper();
        bytes memory content = new bytes(bound(length, 65_536, 70_000));
        vm.expectRevert(Chunks.ChunkNotCreated.selector);
        keeper.keep(content);
    }

    function test_a_chunk_as_long_as_code_may_be_is_kept() public {
        assertEq(new Keeper().keep(new bytes(Chunks.SIZE)).code.length, Chunks.SIZE + 1);
    }

    function test_units_of_qualified_investors_are_not_forced_on_another_investor() public {
        ClassToken token = _placedWithQualified();
        vm.startPrank(TRUSTEE);
        token.openCase("court order");
        vm.expectRevert(abi.encodeWithSelector(IClassToken.QualifiedOnly.selector, carol));
        token.forcedTransfer(alice, carol, 1);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.QualifiedOnly.selector, carol));
        token.recover(alice, carol);
        token.forcedTransfer(alice, bob, 1);
        vm.stopPrank();
        assertEq(token.balanceOf(bob), 51);
    }

    function test_who_is_no_longer_qualified_still_recovers_what_it_holds() public {
        ClassToken token = _placedWithQualified();
        vm.startPrank(TRUSTEE);
        registry.classify(alice, InvestorClass.Professional);
        token.openCase("lost key");
        token.recover(alice, carol);
        vm.stopPrank();
        assertEq(token.balanceOf(carol), 100);
        assertTrue(token.boundToQualified(carol), "sold to qualified investors alone");
    }

    function test_a_lost_account_of_which_all_is_frozen_is_recovered_to_one_with_frozen_units(uint256 frozen) public {
        ClassToken token = _issued(100, 50, _openRules());
        vm.startPrank(TRUSTEE);
        token.openCase("lost key");
        token.setFrozenTokens(alice, type(uint256).max);
        token.setFrozenTokens(bob, frozen);
        token.recover(alice, bob);
        vm.stopPrank();
        assertEq(token.balanceOf(bob), 150);
        assertEq(token.getFrozenTokens(bob), type(uint256).max);
    }

    function _placedWithQualified() private returns (ClassToken) {
        TransferRules memory rules = _openRules();
        rules.qualifiedAmongThemselves = true;
        rules.solicitedMax = 49;
        return _issued(100, 50, rules);
    }
}
