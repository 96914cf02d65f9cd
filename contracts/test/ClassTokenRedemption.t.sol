// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ClassToken} from "../src/ClassToken.sol";
import {ICash} from "../src/interfaces/ICash.sol";
import {IClassToken, Terms} from "../src/interfaces/IClassToken.sol";
import {Payee} from "../src/interfaces/IProgramStore.sol";
import {Shipped} from "./Shipped.sol";
import {VaultDeal} from "./VaultDeal.sol";

/// @notice A class with the vault that pays it: redeemed in part it has a factor, redeemed whole its units are cancelled.
contract ClassTokenRedemptionTest is VaultDeal {
    uint256 private constant PRINCIPAL = 60_000_000;
    ClassToken private _token;

    function setUp() public override {
        super.setUp();
        Terms memory terms = _terms(100);
        terms.programDigest = digest;
        _token = Shipped.classToken("Class A specified bonds", "A", anchor, registry, terms, _openRules());
        Payee[] memory payees = _payees();
        payees[A].to = address(_token);
        vault = Shipped.waterfallVault(_deal(ICash(address(cash)), _kept(program, payees)));
        cash.mint(address(vault), OPENING);
        vm.prank(SPC);
        _token.bindVault(address(vault));
        _publishProspectus();
        _rate(_token);
        (address[] memory holders, uint256[] memory units) = _allocation(60, 40);
        _attest(_token, holders, units);
        vm.prank(SPC);
        _token.issue(holders, units);
        vm.prank(TRUSTEE);
        _token.openCase("redemption");
    }

    function _holders() private view returns (address[] memory holders) {
        (holders,) = _allocation(60, 40);
    }

    function _cancel() private {
        vm.prank(TRUSTEE);
        _token.cancel(_holders());
    }

    function test_what_is_outstanding_is_what_the_vault_says() public {
        assertEq(_token.outstandingMinor(), PRINCIPAL);
        _pay(0, 30_000_000);
        assertEq(_token.outstandingMinor(), vault.slot(2) + vault.slot(3) + vault.slot(4));
        assertTrue(_token.outstandingMinor() < PRINCIPAL, "nothing was redeemed");
    }

    function test_units_stay_as_long_as_something_is_outstanding() public {
        _pay(0, 30_000_000);
        uint256 outstanding = _token.outstandingMinor();
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.NotRedeemed.selector, outstanding));
        _token.cancel(_holders());
        assertEq(_token.totalSupply(), 100);
    }

    function test_at_final_redemption_units_are_cancelled_and_what_is_owed_stays_owed(uint8 frozen) public {
        vm.prank(TRUSTEE);
        _token.setFrozenTokens(alice, frozen);
        _pay(0, 200_000_000);
        assertEq(_token.outstandingMinor(), 0);
        _cancel();
        assertTrue(_token.isRedeemed(), "not redeemed");
        assertEq(_token.totalSupply(), 0);
        assertEq(_token.balanceOf(alice) + _token.balanceOf(bob), 0);
        assertEq(_token.getFrozenTokens(alice), 0);
        vault.claimFor(alice, A, 0);
        vault.claimFor(bob, A, 0);
        (uint256 pot, uint256 taken,) = vault.pot(A, 0);
        assertEq(taken, pot);
        assertEq(cash.balanceOf(alice), pot * 60 / 100);
        _cancel(); // once more: there is nothing left to cancel
        _report(1, 0);
        (, , uint256 reportedAt) = vault.status();
        assertEq(reportedAt, block.timestamp); // record dates go on
    }

    function test_a_redeemed_class_is_not_sold() public {
        _pay(0, 200_000_000);
        vm.prank(TRUSTEE);
        _token.cancel(new address[](0));
        assertTrue(!_token.canTransfer(alice, bob, 1), "may be sold");
        vm.prank(alice);
        vm.expectRevert(IClassToken.Redeemed.selector);
        _token.transfer(bob, 1);
    }

    function test_only_a_trustee_with_a_case_cancels(address caller) public {
        vm.assume(caller != TRUSTEE);
        _pay(0, 200_000_000);
        vm.prank(caller);
        (bool done,) = address(_token).call(abi.encodeCall(_token.cancel, (_holders())));
        assertTrue(!done, "cancelled");
        vm.startPrank(TRUSTEE);
        _token.openCase(0);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.NoCaseOpen.selector, TRUSTEE));
        _token.cancel(_holders());
        vm.stopPrank();
    }

    function test_a_vault_that_runs_another_program_issues_nothing() public {
        ClassToken other = _class(100, _openRules());
        assertEq(other.vault(), VAULT);
        Terms memory terms = _terms(100);
        ClassToken token = Shipped.classToken("A", "A", anchor, registry, terms, _openRules());
        vm.prank(SPC);
        token.bindVault(address(vault));
        (address[] memory holders, uint256[] memory units) = _allocation(60, 40);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.VaultDiffers.selector, digest));
        token.issue(holders, units);
    }

    /// @dev What the trustee attests names whom the vault pays: another payee, another approval.
    function test_the_approval_of_an_issue_covers_whom_the_vault_pays() public {
        (address[] memory holders, uint256[] memory units) = _allocation(60, 40);
        bytes32 before = _token.approvalOf(holders, units);
        (, bytes32 payees) = store.digestsOf(vault.layoutAt());
        bytes memory call_ = abi.encodeCall(store.digestsOf, (vault.layoutAt()));
        assertTrue(payees != 0, "no payees");
        vm.mockCall(address(store), call_, abi.encode(digest, bytes32("others")));
        assertTrue(_token.approvalOf(holders, units) != before, "the same approval");
    }

    function test_a_recovered_account_is_followed_to_the_last_that_took_its_place() public {
        assertEq(_token.successorOf(alice), alice);
        vm.startPrank(TRUSTEE);
        _token.recover(alice, carol);
        _token.recover(carol, bob);
        assertEq(_token.successorOf(alice), bob);
        assertEq(_token.successorOf(carol), bob);
        _token.unfreeze(alice);
        _token.recover(bob, alice); // found again: no circle
        vm.stopPrank();
        assertEq(_token.successorOf(alice), alice);
        assertEq(_token.successorOf(bob), alice);
        assertEq(_token.successorOf(carol), alice);
    }

    function test_what_was_owed_to_a_lost_account_goes_to_its_successor() public {
        _pay(0, 30_000_000);
        vm.prank(TRUSTEE);
        _token.recover(alice, carol);
        vault.claimFor(alice, A, 0);
        (uint256 pot,,) = vault.pot(A, 0);
        assertEq(cash.balanceOf(carol), pot * 60 / 100);
        assertEq(cash.balanceOf(alice), 0);
    }
}
