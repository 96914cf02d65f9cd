// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {InvestorClass, IRegistry, Role} from "../src/interfaces/IRegistry.sol";
import {Registry} from "../src/Registry.sol";
import {Parties} from "./Parties.sol";

contract RegistryTest is Parties {
    address private constant NEWCOMER = address(0x3001);

    function test_a_trustee_registers_every_role_but_those_that_supervise_it(uint8 number) public {
        Role role = Role(bound(number, 1, 11));
        bool supervises = role == Role.Trustee || role == Role.Regulator;
        vm.prank(TRUSTEE);
        if (supervises) vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, TRUSTEE, Role.Regulator));
        registry.register(NEWCOMER, role, KEY, IDENTITY);
        assertTrue(registry.hasRole(NEWCOMER, role) != supervises, "registered by a trustee");
    }

    function test_a_regulator_appoints_trustees_and_regulators_and_nobody_else(uint8 number) public {
        Role role = Role(bound(number, 1, 11));
        bool supervises = role == Role.Trustee || role == Role.Regulator;
        vm.prank(REGULATOR);
        if (!supervises) {
            vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, REGULATOR, Role.Trustee));
        }
        registry.register(NEWCOMER, role, KEY, IDENTITY);
        assertTrue(registry.hasRole(NEWCOMER, role) == supervises, "registered by a regulator");
    }

    function test_nobody_else_registers(address caller, uint8 number) public {
        vm.assume(caller != TRUSTEE && caller != REGULATOR);
        Role role = Role(bound(number, 1, 11));
        bool supervises = role == Role.Trustee || role == Role.Regulator;
        vm.prank(caller);
        vm.expectRevert(
            abi.encodeWithSelector(IRegistry.NotInRole.selector, caller, supervises ? Role.Regulator : Role.Trustee)
        );
        registry.register(NEWCOMER, role, KEY, IDENTITY);
    }

    function test_none_is_no_role() public {
        vm.prank(TRUSTEE);
        vm.expectRevert(IRegistry.NoSuchRole.selector);
        registry.register(NEWCOMER, Role.None, KEY, IDENTITY);
        assertTrue(!registry.hasRole(TRUSTEE, Role.None), "nobody holds it");
    }

    function test_who_judges_holds_one_role_and_who_takes_part_may_hold_several(uint8 first, uint8 second) public {
        Role held = Role(bound(first, 1, 11));
        Role wanted = Role(bound(second, 1, 11));
        vm.assume(held != wanted);
        _give(NEWCOMER, held, KEY);
        bool clash = _judges(held) || _judges(wanted);
        address by = _registrarOf(wanted);
        vm.prank(by);
        if (clash) vm.expectRevert(abi.encodeWithSelector(IRegistry.IncompatibleRoles.selector, NEWCOMER, wanted));
        registry.register(NEWCOMER, wanted, "", 0);
        assertTrue(registry.hasRole(NEWCOMER, held), "what it held, it holds");
        assertTrue(registry.hasRole(NEWCOMER, wanted) != clash, "two roles");
    }

    function test_a_role_is_given_once() public {
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.AlreadyInRole.selector, SPC, Role.Spc));
        registry.register(SPC, Role.Spc, "", 0);
    }

    function test_a_registrar_cannot_exchange_a_participants_key_or_identity() public {
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.KeyBelongsToParticipant.selector, ORIGINATOR));
        registry.register(ORIGINATOR, Role.Servicer, hex"66", IDENTITY);
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.SealedIdentityInvalid.selector, ORIGINATOR));
        registry.register(ORIGINATOR, Role.Servicer, "", "another");
        vm.prank(TRUSTEE);
        registry.register(ORIGINATOR, Role.Servicer, "", IDENTITY);
        assertTrue(registry.hasRole(ORIGINATOR, Role.Servicer), "the same identity is no change");
    }

    function test_a_newcomer_needs_a_key_and_a_sealed_identity() public {
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.KeyLengthInvalid.selector, 0));
        registry.register(NEWCOMER, Role.Investor, "", IDENTITY);
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.SealedIdentityInvalid.selector, NEWCOMER));
        registry.register(NEWCOMER, Role.Investor, KEY, 0);
    }

    function test_a_participant_rotates_its_own_key_and_every_version_stays_readable(bytes calldata key) public {
        vm.assume(key.length > 0 && key.length <= 2048);
        vm.warp(block.timestamp + 1 days);
        vm.prank(ORIGINATOR);
        registry.rotateKey(key);
        assertEq(keccak256(registry.encryptionKeyOf(ORIGINATOR)), keccak256(key));
        assertEq(registry.keyCount(ORIGINATOR), 2);
        assertEq(keccak256(registry.keyAt(ORIGINATOR, 1).key), keccak256(KEY));
        assertEq(registry.keyAt(ORIGINATOR, 2).since, block.timestamp);
        assertEq(registry.keyAt(ORIGINATOR, 2).since - registry.keyAt(ORIGINATOR, 1).since, 1 days);
    }

    function test_a_key_has_at_most_2048_bytes() public {
        vm.prank(ORIGINATOR);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.KeyLengthInvalid.selector, 2049));
        registry.rotateKey(new bytes(2049));
    }

    function test_who_is_not_registered_has_no_key_to_rotate_or_read() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotRegistered.selector, STRANGER));
        registry.rotateKey(KEY);
        assertEq(registry.encryptionKeyOf(STRANGER).length, 0);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.KeyVersionUnknown.selector, STRANGER, 1));
        registry.keyAt(STRANGER, 1);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.KeyVersionUnknown.selector, SPC, 0));
        registry.keyAt(SPC, 0);
    }

    function test_a_revoked_role_is_gone_and_can_be_given_again() public {
        vm.prank(TRUSTEE);
        registry.revoke(SERVICER, Role.Servicer);
        assertTrue(!registry.hasRole(SERVICER, Role.Servicer), "revoked");
        assertTrue(registry.isRegistered(SERVICER), "known still");
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, SERVICER, Role.Servicer));
        registry.revoke(SERVICER, Role.Servicer);
        vm.prank(TRUSTEE);
        registry.register(SERVICER, Role.Servicer, "", 0);
        assertTrue(registry.hasRole(SERVICER, Role.Servicer), "again");
    }

    function test_a_trustee_cannot_remove_its_supervisor_but_is_removed_by_it() public {
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, TRUSTEE, Role.Regulator));
        registry.revoke(REGULATOR, Role.Regulator);
        vm.prank(REGULATOR);
        registry.revoke(TRUSTEE, Role.Trustee);
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, TRUSTEE, Role.Trustee));
        registry.register(NEWCOMER, Role.Investor, KEY, IDENTITY);
    }

    function test_the_last_regulator_stays() public {
        vm.prank(REGULATOR);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.LastRegulator.selector, REGULATOR));
        registry.revoke(REGULATOR, Role.Regulator);
        vm.prank(REGULATOR);
        registry.register(NEWCOMER, Role.Regulator, KEY, IDENTITY);
        vm.prank(NEWCOMER);
        registry.revoke(REGULATOR, Role.Regulator);
        assertTrue(!registry.hasRole(REGULATOR, Role.Regulator), "there is another");
    }

    function test_only_a_trustee_classifies_investors_and_only_who_is_registered() public {
        assertEq(uint256(registry.investorClassOf(carol)), uint256(InvestorClass.Professional));
        vm.prank(UNDERWRITER);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, UNDERWRITER, Role.Trustee));
        registry.classify(dave, InvestorClass.Qualified);
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotRegistered.selector, STRANGER));
        registry.classify(STRANGER, InvestorClass.Qualified);
    }

    function test_an_opened_pseudonym_is_on_record_with_its_purpose() public {
        vm.recordLogs();
        vm.prank(REGULATOR);
        registry.disclose(alice, "order 1");
        bytes32[] memory topics = vm.getRecordedLogs()[0].topics;
        assertEq(topics[0], IRegistry.Disclosed.selector);
        assertEq(topics[1], bytes32(uint256(uint160(alice))));
        assertEq(topics[2], "order 1");
        assertEq(registry.disclosureCount(alice), 1);
        assertEq(registry.sealedIdentityOf(alice), IDENTITY);
    }

    function test_only_a_regulator_opens_a_pseudonym_and_it_says_why(address caller) public {
        vm.assume(caller != REGULATOR);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, caller, Role.Regulator));
        registry.disclose(alice, "curiosity");
        vm.prank(REGULATOR);
        vm.expectRevert(IRegistry.PurposeMissing.selector);
        registry.disclose(alice, 0);
        vm.prank(REGULATOR);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotRegistered.selector, STRANGER));
        registry.disclose(STRANGER, "order 2");
    }

    function _give(address who, Role role, bytes memory key) private {
        address by = _registrarOf(role);
        vm.prank(by);
        registry.register(who, role, key, IDENTITY);
    }

    function _registrarOf(Role role) private pure returns (address) {
        return role == Role.Trustee || role == Role.Regulator ? REGULATOR : TRUSTEE;
    }

    function _judges(Role role) private pure returns (bool) {
        return role == Role.Trustee || role == Role.Appraiser || role == Role.Counsel || role == Role.RatingAgency
            || role == Role.Regulator;
    }
}
