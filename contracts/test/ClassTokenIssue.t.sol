// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ClassToken} from "../src/ClassToken.sol";
import {IClassToken, Terms, TransferRules} from "../src/interfaces/IClassToken.sol";
import {IERC7943Fungible} from "../src/interfaces/IERC7943.sol";
import {InvestorClass, IRegistry, Role} from "../src/interfaces/IRegistry.sol";
import {Kinds} from "../src/libraries/Kinds.sol";
import {Parties} from "./Parties.sol";
import {Shipped} from "./Shipped.sol";

contract ClassTokenIssueTest is Parties {
    function test_a_class_is_issued_once_and_whole_to_its_first_holders(uint64 toAlice, uint64 toBob) public {
        vm.assume(toAlice != 0 && toBob != 0);
        ClassToken token = _issued(toAlice, toBob, _openRules());
        assertEq(token.totalSupply(), uint256(toAlice) + toBob);
        assertEq(token.balanceOf(alice), toAlice);
        assertEq(token.balanceOf(bob), toBob);
        assertEq(token.decimals(), 0);
        (address[] memory holders, uint256[] memory units) = _allocation(toAlice, toBob);
        vm.prank(SPC);
        vm.expectRevert(IClassToken.AlreadyIssued.selector);
        token.issue(holders, units);
    }

    function test_only_the_company_issues_and_binds_the_vault(address caller) public {
        vm.assume(caller != SPC);
        ClassToken token = _class(10, _openRules());
        (address[] memory holders, uint256[] memory units) = _allocation(10, 0);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.NotIssuer.selector, caller));
        token.issue(holders, units);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.NotIssuer.selector, caller));
        token.bindVault(caller);
    }

    function test_nothing_is_issued_before_prospectus_rating_and_attestation_are_anchored() public {
        ClassToken token = _class(10, _openRules());
        (address[] memory holders, uint256[] memory units) = _allocation(10, 0);
        _refusesIssue(token, Kinds.PROSPECTUS, SPC);
        _publishProspectus();
        _refusesIssue(token, Kinds.RATING, AGENCY);
        _rate(token);
        _refusesIssue(token, Kinds.ATTESTATION, TRUSTEE);
        _attest(token, holders, units);
        vm.prank(SPC);
        token.issue(holders, units);
        assertEq(token.totalSupply(), 10);
    }

    function test_another_prospectus_than_that_of_the_terms_is_none() public {
        ClassToken token = _class(10, _openRules());
        vm.prank(SPC);
        anchor.publish(Kinds.PROSPECTUS, 0, "another", 0);
        _refusesIssue(token, Kinds.PROSPECTUS, SPC);
    }

    function test_a_rating_that_changed_after_the_attestation_stops_the_issue() public {
        ClassToken token = _class(10, _openRules());
        (address[] memory holders, uint256[] memory units) = _allocation(10, 0);
        _publishProspectus();
        _rate(token);
        _attest(token, holders, units);
        bytes32 subject = token.subject();
        vm.prank(AGENCY);
        anchor.supersede(Kinds.RATING, 0, subject, "downgraded", 0, RATED);
        _refusesIssue(token, Kinds.ATTESTATION, TRUSTEE);
    }

    function test_a_record_by_who_lost_its_role_does_not_count() public {
        ClassToken token = _class(10, _openRules());
        (address[] memory holders, uint256[] memory units) = _allocation(10, 0);
        _publishProspectus();
        _rate(token);
        _attest(token, holders, units);
        vm.prank(REGULATOR);
        registry.revoke(TRUSTEE, Role.Trustee);
        _refusesIssue(token, Kinds.ATTESTATION, TRUSTEE);
        vm.prank(REGULATOR);
        registry.register(TRUSTEE, Role.Trustee, "", 0);
        vm.prank(TRUSTEE);
        registry.revoke(AGENCY, Role.RatingAgency);
        _refusesIssue(token, Kinds.RATING, AGENCY);
        vm.prank(TRUSTEE);
        registry.revoke(SPC, Role.Spc);
        _refusesIssue(token, Kinds.PROSPECTUS, SPC);
    }

    function test_the_attestation_fixes_who_gets_how_much() public {
        ClassToken token = _class(10, _openRules());
        (address[] memory holders, uint256[] memory units) = _allocation(6, 4);
        _publishProspectus();
        _rate(token);
        _attest(token, holders, units);
        (units[0], units[1]) = (4, 6);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.RecordMissing.selector, Kinds.ATTESTATION, TRUSTEE));
        token.issue(holders, units);
    }

    function test_an_unrated_class_needs_no_rating() public {
        Terms memory terms = _terms(10);
        terms.ratingAgencies = new address[](0);
        ClassToken token = Shipped.classToken("Preferred equity", "P", anchor, registry, terms, _openRules());
        vm.prank(SPC);
        token.bindVault(VAULT);
        (address[] memory holders, uint256[] memory units) = _allocation(10, 0);
        _publishProspectus();
        _attest(token, holders, units);
        vm.prank(SPC);
        token.issue(holders, units);
        assertEq(token.balanceOf(alice), 10);
    }

    function test_the_vault_is_bound_once_before_issue() public {
        ClassToken token = Shipped.classToken("A", "A", anchor, registry, _terms(10), _openRules());
        (address[] memory holders, uint256[] memory units) = _allocation(10, 0);
        vm.prank(SPC);
        vm.expectRevert(IClassToken.VaultMissing.selector);
        token.issue(holders, units);
        vm.prank(SPC);
        vm.expectRevert(IClassToken.VaultMissing.selector);
        token.bindVault(address(0));
        vm.prank(SPC);
        token.bindVault(VAULT);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.VaultAlreadyBound.selector, VAULT));
        token.bindVault(STRANGER);
    }

    function test_the_units_issued_are_those_of_the_terms_and_none_is_zero() public {
        ClassToken token = _class(10, _openRules());
        _publishProspectus();
        _rate(token);
        _refusesAllocation(token, 9, abi.encodeWithSelector(IClassToken.UnitsDiffer.selector, 9, 10));
        token = _class(10, _openRules());
        _rate(token);
        _refusesAllocation(token, 0, abi.encodeWithSelector(IClassToken.AllocationInvalid.selector));
        vm.expectRevert(IClassToken.AllocationInvalid.selector);
        token.approvalOf(new address[](1), new uint256[](2));
    }

    function test_nobody_is_a_first_holder_who_may_not_hold() public {
        ClassToken token = _class(10, _openRules());
        address[] memory holders = new address[](1);
        uint256[] memory units = new uint256[](1);
        (holders[0], units[0]) = (dave, 10);
        _publishProspectus();
        _rate(token);
        _attest(token, holders, units);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotReceive.selector, dave));
        token.issue(holders, units);
    }

    function test_terms_that_cannot_be_issued_are_refused(uint16 units) public {
        TransferRules memory rules = _openRules();
        rules.unitsBelow = 50;
        if (units == 0 || units >= 50) {
            vm.expectRevert(
                abi.encodeWithSelector(IClassToken.TermsInvalid.selector, units == 0 ? "unitsTotal" : "unitsBelow")
            );
        }
        Shipped.classToken("A", "A", anchor, registry, _terms(units), rules);
    }

    function test_terms_name_a_prospectus_a_program_and_who_may_hold() public {
        Terms memory terms = _terms(10);
        terms.prospectusRoot = 0;
        _refusesTerms(terms, _openRules(), "prospectusRoot");
        terms = _terms(10);
        terms.programDigest = 0;
        _refusesTerms(terms, _openRules(), "programDigest");
        TransferRules memory nobody;
        _refusesTerms(_terms(10), nobody, "eligibleClasses");
        _refusesTerms(_terms(uint256(type(uint128).max) + 1), _openRules(), "unitsTotal");
    }

    function test_fewer_than_fifty_are_solicited() public {
        _fillsUp(0);
    }

    function test_who_was_solicited_for_like_securities_before_counts() public {
        _fillsUp(17);
        _fillsUp(49);
    }

    function test_nobody_is_counted_twice() public {
        ClassToken token = _smallNumber(0, false);
        _solicit(token, dave);
        _solicit(token, dave);
        assertEq(token.solicitedCount(), 1);
    }

    function test_qualified_investors_are_not_counted_where_they_sell_to_their_like_alone() public {
        ClassToken token = _smallNumber(0, true);
        _solicit(token, alice);
        assertEq(token.solicitedCount(), 0);
        token = _smallNumber(0, false);
        _solicit(token, alice);
        assertEq(token.solicitedCount(), 1);
    }

    function test_only_the_company_and_underwriters_solicit_and_only_who_may_hold_and_only_before_issue() public {
        ClassToken token = _smallNumber(0, false);
        vm.prank(SERVICER);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, SERVICER, Role.Underwriter));
        token.solicit(dave);
        vm.prank(SPC);
        token.solicit(dave);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotReceive.selector, STRANGER));
        token.solicit(STRANGER);
        token = _issued(10, 0, _openRules());
        vm.prank(UNDERWRITER);
        vm.expectRevert(IClassToken.AlreadyIssued.selector);
        token.solicit(bob);
    }

    function test_nobody_is_a_first_holder_who_was_not_solicited() public {
        ClassToken token = _smallNumber(0, false);
        (address[] memory holders, uint256[] memory units) = _allocation(10, 0);
        _publishProspectus();
        _rate(token);
        _attest(token, holders, units);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.NotSolicited.selector, alice));
        token.issue(holders, units);
    }

    function test_who_was_left_out_of_the_count_as_qualified_must_be_so_at_issue() public {
        ClassToken token = _smallNumber(0, true);
        (address[] memory holders, uint256[] memory units) = _allocation(10, 0);
        _solicit(token, alice);
        vm.prank(TRUSTEE);
        registry.classify(alice, InvestorClass.General);
        _publishProspectus();
        _rate(token);
        _attest(token, holders, units);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.NotSolicited.selector, alice));
        token.issue(holders, units);
    }

    function _smallNumber(uint16 before, bool amongThemselves) private returns (ClassToken) {
        TransferRules memory rules = _openRules();
        rules.eligibleClasses |= uint8(1 << uint8(InvestorClass.General));
        rules.solicitedMax = 49;
        rules.solicitedBefore = before;
        rules.qualifiedAmongThemselves = amongThemselves;
        return _class(10, rules);
    }

    function _general(uint256 number) private returns (address who) {
        who = address(uint160(0x5000 + number));
        if (!registry.isRegistered(who)) _invest(who, InvestorClass.General);
    }

    function _solicit(ClassToken token, address who) private {
        vm.prank(UNDERWRITER);
        token.solicit(who);
    }

    function _refusesIssue(ClassToken token, bytes32 kind, address author) private {
        (address[] memory holders, uint256[] memory units) = _allocation(10, 0);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.RecordMissing.selector, kind, author));
        token.issue(holders, units);
    }

    function _refusesAllocation(ClassToken token, uint256 toAlice, bytes memory refusal) private {
        (address[] memory holders, uint256[] memory units) = _allocation(toAlice, 0);
        _attest(token, holders, units);
        vm.prank(SPC);
        vm.expectRevert(refusal);
        token.issue(holders, units);
    }

    function _refusesTerms(Terms memory terms, TransferRules memory rules, string memory what) private {
        vm.expectRevert(abi.encodeWithSelector(IClassToken.TermsInvalid.selector, what));
        Shipped.classToken("A", "A", anchor, registry, terms, rules);
    }

    function _fillsUp(uint16 before) private {
        ClassToken token = _smallNumber(before, false);
        for (uint256 each = before; each < 49; ++each) {
            _solicit(token, _general(each));
        }
        assertEq(token.solicitedCount(), 49);
        address fiftieth = _general(49);
        vm.prank(UNDERWRITER);
        vm.expectRevert(abi.encodeWithSelector(IClassToken.TooManySolicited.selector, 49));
        token.solicit(fiftieth);
    }
}
