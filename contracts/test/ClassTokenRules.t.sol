// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ClassToken} from "../src/ClassToken.sol";
import {IClassToken, TransferRules} from "../src/interfaces/IClassToken.sol";
import {IERC7943Fungible} from "../src/interfaces/IERC7943.sol";
import {InvestorClass, Role} from "../src/interfaces/IRegistry.sol";
import {Parties} from "./Parties.sol";

contract ClassTokenRulesTest is Parties {
    ClassToken private _open;
    ClassToken private _unissued;
    ClassToken private _locked;
    ClassToken private _whole;
    /// @dev By which classes may hold beside those of the open rules.
    ClassToken[8] private _eligibleTo;
    /// @dev By whether a block is whole (1) and sales are locked up for a second (2).
    ClassToken[4] private _under;

    function setUp() public override {
        super.setUp();
        _open = _issued(100, 50, _openRules());
        _unissued = _class(10, _openRules());
        // made once, not for every case
        TransferRules memory rules = _openRules();
        rules.lockedUntil = uint64(block.timestamp + 365 days);
        _locked = _issued(10, 0, rules);
        rules = _openRules();
        rules.wholeBlockOnly = true;
        _whole = _issued(40, 0, rules);
        for (uint8 i; i < 8; ++i) {
            rules = _openRules();
            rules.eligibleClasses |= i << 1;
            _eligibleTo[i] = _issued(10, 0, rules);
        }
        for (uint256 i; i < 4; ++i) {
            rules = _openRules();
            rules.wholeBlockOnly = i & 1 != 0;
            rules.lockedUntil = i & 2 != 0 ? uint64(block.timestamp + 1) : 0;
            _under[i] = _issued(30, 20, rules);
        }
    }

    function test_units_go_to_eligible_investors_alone(uint8 investorClass, uint8 eligible) public {
        InvestorClass picked = InvestorClass(bound(investorClass, 0, 3));
        ClassToken token = _eligibleTo[bound(eligible, 0, 7)];
        vm.prank(TRUSTEE);
        registry.classify(dave, picked);
        bool allowed = token.rules().eligibleClasses & (1 << uint8(picked)) != 0;
        vm.prank(alice);
        if (!allowed) vm.expectRevert(abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotReceive.selector, dave));
        token.transfer(dave, 1);
        assertEq(token.balanceOf(dave), allowed ? 1 : 0);
    }

    function test_only_roles_that_hold_securities_receive(uint8 number) public {
        Role role = Role(bound(number, 1, 11));
        address who = address(0x3001);
        vm.prank(role == Role.Trustee || role == Role.Regulator ? REGULATOR : TRUSTEE);
        registry.register(who, role, KEY, IDENTITY);
        vm.prank(TRUSTEE);
        registry.classify(who, InvestorClass.Qualified);
        bool holds = role == Role.Investor || role == Role.Originator || role == Role.Underwriter;
        assertTrue(_open.canReceive(who) == holds, "may hold");
    }

    function test_who_is_no_longer_eligible_may_sell_and_not_buy() public {
        ClassToken token = _issued(5, 5, _openRules());
        vm.prank(TRUSTEE);
        registry.revoke(alice, Role.Investor);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotReceive.selector, alice));
        token.transfer(alice, 1);
        vm.prank(alice);
        token.transfer(bob, 5);
        assertEq(token.balanceOf(bob), 10);
    }

    function test_nothing_is_sold_before_the_lock_up_ends(uint32 wait) public {
        ClassToken token = _locked;
        uint64 until = token.rules().lockedUntil;
        vm.warp(block.timestamp + wait);
        bool locked = block.timestamp < until;
        assertTrue(token.canTransfer(alice, carol, 1) != locked, "asked beforehand");
        vm.prank(alice);
        if (locked) vm.expectRevert(abi.encodeWithSelector(IClassToken.LockedUp.selector, until));
        token.transfer(carol, 1);
    }

    function test_a_whole_block_passes_or_nothing(uint256 amount) public {
        ClassToken token = _whole;
        amount = bound(amount, 0, 40);
        vm.prank(alice);
        if (amount != 40) {
            vm.expectRevert(abi.encodeWithSelector(IClassToken.WholeBlockOnly.selector, alice, 40, amount));
        }
        token.transfer(carol, amount);
        assertEq(token.balanceOf(carol), amount == 40 ? 40 : 0);
    }

    function test_units_placed_with_qualified_investors_pass_among_them_alone_and_stay_so() public {
        ClassToken token = _amongThemselves();
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.QualifiedOnly.selector, carol));
        token.transfer(carol, 1);
        vm.prank(alice);
        token.transfer(bob, 4);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.QualifiedOnly.selector, carol));
        token.transfer(carol, 1);
    }

    function test_the_bond_to_qualified_investors_outlives_the_holders_class_and_recovery() public {
        ClassToken token = _amongThemselves();
        vm.prank(TRUSTEE);
        registry.classify(alice, InvestorClass.Professional);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.QualifiedOnly.selector, carol));
        token.transfer(carol, 1);
        vm.prank(TRUSTEE);
        token.openCase("lost key");
        vm.prank(TRUSTEE);
        token.recover(alice, bob);
        assertTrue(token.boundToQualified(bob), "bound");
    }

    function test_a_transfer_of_nothing_binds_nobody() public {
        ClassToken token = _amongThemselves();
        vm.prank(alice);
        token.transfer(bob, 0);
        assertTrue(!token.boundToQualified(bob), "free");
    }

    function test_the_answer_beforehand_is_what_the_transfer_does(
        uint8 from,
        uint8 to,
        uint256 amount,
        uint256 frozen,
        uint256 conditions
    ) public {
        ClassToken token = _under[conditions & 3];
        address[4] memory people = [alice, bob, carol, dave];
        (address sender, address receiver) = (people[bound(from, 0, 3)], people[bound(to, 0, 3)]);
        vm.startPrank(TRUSTEE);
        token.openCase("examination");
        token.setFrozenTokens(sender, bound(frozen, 0, 40));
        if (conditions & 4 != 0) token.freeze(sender);
        if (conditions & 8 != 0) token.freeze(receiver);
        vm.stopPrank();
        amount = bound(amount, 0, token.balanceOf(sender));
        bool foretold = token.canTransfer(sender, receiver, amount);
        vm.prank(sender);
        (bool done,) = address(token).call(abi.encodeCall(token.transfer, (receiver, amount)));
        assertTrue(done == foretold, "foretold");
    }

    function test_questions_never_revert(address a, address b, uint256 amount) public {
        _open.canSend(a);
        _open.canReceive(b);
        _open.getFrozenTokens(a);
        assertTrue(!_open.canTransfer(STRANGER, b, amount), "a stranger has nothing to say");
        assertTrue(!_open.canTransfer(a, STRANGER, amount), "nor to get");
    }

    function test_what_a_holder_does_not_have_is_the_base_tokens_to_refuse(uint256 amount) public {
        amount = bound(amount, 41, type(uint256).max);
        ClassToken token = _whole;
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, alice, 40, amount));
        token.transfer(carol, amount);
        assertTrue(_unissued.canTransfer(alice, carol, amount), "no rule stands against it");
    }

    function test_the_interface_is_that_of_the_final_standard() public {
        ClassToken token = _class(10, _openRules());
        assertTrue(type(IERC7943Fungible).interfaceId == 0x3edbb4c4, "ERC-7943, final");
        assertTrue(token.supportsInterface(0x3edbb4c4), "ERC-7943");
        assertTrue(token.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        assertTrue(!token.supportsInterface(0xffffffff), "not everything");
    }

    function test_who_held_at_a_record_date_is_known_for_ever(uint8 sold, uint8 later) public {
        uint256 first = bound(sold, 0, 100);
        vm.prank(alice);
        _open.transfer(bob, first);
        vm.prank(VAULT);
        assertEq(_open.checkpoint(), 1);
        uint256 second = bound(later, 0, 100 - first);
        vm.prank(alice);
        _open.transfer(carol, second);
        vm.prank(VAULT);
        assertEq(_open.checkpoint(), 2);
        assertEq(_open.balanceOfAt(alice, 1), 100 - first);
        assertEq(_open.balanceOfAt(bob, 1), 50 + first);
        assertEq(_open.balanceOfAt(carol, 1), 0);
        assertEq(_open.balanceOfAt(alice, 2), 100 - first - second);
        assertEq(_open.balanceOfAt(carol, 2), second);
        assertEq(_open.totalSupplyAt(1), 150);
        assertEq(_open.totalSupplyAt(2), 150);
    }

    function test_only_the_vault_takes_a_record_date_and_only_of_what_was_issued(address caller) public {
        vm.assume(caller != VAULT);
        ClassToken token = _unissued;
        vm.prank(VAULT);
        vm.expectRevert(IClassToken.NotIssued.selector);
        token.checkpoint();
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.NotVault.selector, caller));
        _open.checkpoint();
    }

    function test_a_record_date_that_was_not_taken_is_unknown(uint256 number) public {
        vm.prank(VAULT);
        _open.checkpoint();
        vm.assume(number != 1);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.CheckpointUnknown.selector, number));
        _open.balanceOfAt(alice, number);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.CheckpointUnknown.selector, number));
        _open.totalSupplyAt(number);
    }

    function test_terms_and_rules_are_readable() public {
        assertEq(_open.terms().unitsTotal, 150);
        assertEq(_open.terms().programDigest, PROGRAM);
        assertEq(_open.rules().eligibleClasses, _openRules().eligibleClasses);
        assertEq(_open.vault(), VAULT);
    }

    function _amongThemselves() private returns (ClassToken) {
        TransferRules memory rules = _openRules();
        rules.solicitedMax = 49;
        rules.qualifiedAmongThemselves = true;
        return _issued(10, 0, rules);
    }
}
