// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ClassToken} from "../src/ClassToken.sol";
import {IClassToken, TransferRules} from "../src/interfaces/IClassToken.sol";
import {IERC7943Fungible} from "../src/interfaces/IERC7943.sol";
import {IRegistry, Role} from "../src/interfaces/IRegistry.sol";
import {Vm} from "./Test.sol";
import {Parties} from "./Parties.sol";

contract ClassTokenEnforcementTest is Parties {
    ClassToken private _token;

    function setUp() public override {
        super.setUp();
        _token = _issued(100, 50, _openRules());
    }

    function test_only_a_trustee_enforces(address caller) public {
        vm.assume(caller != TRUSTEE);
        bytes memory refusal = abi.encodeWithSelector(IRegistry.NotInRole.selector, caller, Role.Trustee);
        vm.prank(caller);
        vm.expectRevert(refusal);
        _token.openCase("mine");
        vm.prank(caller);
        vm.expectRevert(refusal);
        _token.freeze(alice);
        vm.prank(caller);
        vm.expectRevert(refusal);
        _token.unfreeze(alice);
        vm.prank(caller);
        vm.expectRevert(refusal);
        _token.setFrozenTokens(alice, 1);
        vm.prank(caller);
        vm.expectRevert(refusal);
        _token.forcedTransfer(alice, bob, 1);
        vm.prank(caller);
        vm.expectRevert(refusal);
        _token.recover(alice, bob);
    }

    function test_a_trustee_states_its_reason_first() public {
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.NoCaseOpen.selector, TRUSTEE));
        _token.forcedTransfer(alice, bob, 1);
        _open("court order");
        _token.forcedTransfer(alice, bob, 1);
        _token.openCase(0);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.NoCaseOpen.selector, TRUSTEE));
        _token.forcedTransfer(alice, bob, 1);
        vm.stopPrank();
    }

    function test_a_frozen_account_neither_sends_nor_receives_until_it_is_unfrozen() public {
        _open("sanction");
        _token.freeze(alice);
        vm.stopPrank();
        assertTrue(_token.isFrozen(alice), "frozen");
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotSend.selector, alice));
        _token.transfer(bob, 1);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotReceive.selector, alice));
        _token.transfer(alice, 1);
        vm.prank(TRUSTEE);
        _token.unfreeze(alice);
        vm.prank(alice);
        _token.transfer(bob, 1);
        assertEq(_token.balanceOf(alice), 99);
    }

    function test_a_holder_sells_what_is_not_frozen_and_no_more(uint8 frozen, uint8 amount) public {
        uint256 sold = bound(amount, 0, 100);
        _open("pledge");
        _token.setFrozenTokens(alice, frozen);
        vm.stopPrank();
        uint256 unfrozen = frozen < 100 ? 100 - frozen : 0;
        vm.prank(alice);
        if (sold > unfrozen) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IERC7943Fungible.ERC7943InsufficientUnfrozenBalance.selector, alice, sold, unfrozen
                )
            );
        }
        _token.transfer(bob, sold);
        assertEq(_token.getFrozenTokens(alice), frozen);
    }

    function test_what_arrives_later_is_withheld_too_where_more_is_frozen_than_held() public {
        _open("pledge");
        _token.setFrozenTokens(alice, 120);
        vm.stopPrank();
        vm.prank(bob);
        _token.transfer(alice, 30);
        assertTrue(_token.canTransfer(alice, bob, 10), "130 held, 120 frozen");
        assertTrue(!_token.canTransfer(alice, bob, 11), "the rest is withheld");
    }

    function test_a_forced_transfer_takes_unfrozen_units_first_and_says_what_it_unfroze(uint8 frozen, uint8 amount)
        public
    {
        uint256 held = bound(frozen, 0, 200);
        uint256 taken = bound(amount, 0, 100);
        _open("court order");
        _token.setFrozenTokens(alice, held);
        vm.recordLogs();
        _token.forcedTransfer(alice, bob, taken);
        vm.stopPrank();
        uint256 unfrozen = held < 100 ? 100 - held : 0;
        uint256 fromFrozen = taken > unfrozen ? taken - unfrozen : 0;
        assertEq(_token.getFrozenTokens(alice), held - fromFrozen);
        assertEq(_token.balanceOf(alice), 100 - taken);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 first = fromFrozen == 0 ? 0 : 1;
        if (fromFrozen != 0) assertEq(logs[0].topics[0], IERC7943Fungible.Frozen.selector);
        assertEq(logs[first].topics[0], IERC20.Transfer.selector);
        assertEq(logs[first + 1].topics[0], IERC7943Fungible.ForcedTransfer.selector);
        assertEq(logs[first + 2].topics[0], IClassToken.Enforced.selector);
        assertEq(logs[first + 2].topics[3], "court order");
    }

    function test_a_forced_transfer_passes_lock_up_and_block_but_not_eligibility() public {
        TransferRules memory rules = _openRules();
        rules.wholeBlockOnly = true;
        rules.lockedUntil = uint64(block.timestamp + 1);
        _token = _class(10, rules);
        (address[] memory holders, uint256[] memory units) = _allocation(10, 0);
        _rate(_token);
        _attest(_token, holders, units);
        vm.prank(SPC);
        _token.issue(holders, units);
        _open("court order");
        _token.forcedTransfer(alice, carol, 3);
        assertEq(_token.balanceOf(carol), 3);
        vm.expectRevert(abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotReceive.selector, dave));
        _token.forcedTransfer(alice, dave, 3);
        vm.stopPrank();
    }

    function test_a_forced_transfer_to_the_same_account_does_not_unfreeze() public {
        _open("court order");
        _token.setFrozenTokens(alice, 100);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.ForcedTransferToSelf.selector, alice));
        _token.forcedTransfer(alice, alice, 100);
        assertEq(_token.getFrozenTokens(alice), 100);
        vm.stopPrank();
    }

    function test_nobody_is_forced_to_give_what_it_does_not_have(uint256 amount) public {
        amount = bound(amount, 101, type(uint256).max);
        _open("court order");
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, alice, 100, amount));
        _token.forcedTransfer(alice, bob, amount);
        vm.stopPrank();
    }

    function test_a_lost_account_is_recovered_whole_with_what_is_frozen_and_shut(uint8 frozen) public {
        _open("lost key");
        _token.setFrozenTokens(alice, frozen);
        _token.recover(alice, carol);
        vm.stopPrank();
        assertEq(_token.balanceOf(alice), 0);
        assertEq(_token.balanceOf(carol), 100);
        assertEq(_token.getFrozenTokens(alice), 0);
        assertEq(_token.getFrozenTokens(carol), frozen);
        assertTrue(_token.isFrozen(alice), "shut");
        assertTrue(!_token.canReceive(alice), "nothing arrives there");
    }

    /// @dev Leaves the trustee as caller.
    function _open(bytes32 reason) private {
        vm.startPrank(TRUSTEE);
        _token.openCase(reason);
    }
}
