// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Anchor} from "../src/Anchor.sol";
import {CashToken} from "../src/CashToken.sol";
import {ClassToken} from "../src/ClassToken.sol";
import {Terms, TransferRules} from "../src/interfaces/IClassToken.sol";
import {InvestorClass, Role} from "../src/interfaces/IRegistry.sol";
import {Kinds} from "../src/libraries/Kinds.sol";
import {Registry} from "../src/Registry.sol";
import {Shipped} from "./Shipped.sol";
import {Test} from "./Test.sol";
import {VaultStub} from "./mocks/VaultStub.sol";

/// @notice A deal's parties, registered, with an anchor and money; each test adds what it is about.
abstract contract Parties is Test {
    address internal constant ORIGINATOR = address(0x1001);
    address internal constant CO_OWNER = address(0x1002);
    address internal constant SPC = address(0x1003);
    address internal constant TRUSTEE = address(0x1004);
    address internal constant SERVICER = address(0x1005);
    address internal constant APPRAISER = address(0x1006);
    address internal constant COUNSEL = address(0x1007);
    address internal constant AGENCY = address(0x1008);
    address internal constant GUARANTOR = address(0x1009);
    address internal constant UNDERWRITER = address(0x100A);
    address internal constant REGULATOR = address(0x100B);
    address internal constant VAULT = address(0x100C);
    address internal constant STRANGER = address(0x100D);

    uint256 internal constant ALICE_KEY = 0xA11CE;
    uint256 internal constant BOB_KEY = 0xB0B;
    address internal alice = vm.addr(ALICE_KEY);
    address internal bob = vm.addr(BOB_KEY);
    address internal carol = address(0x2003); // a professional investor; the others are qualified
    address internal dave = address(0x2004); // from the general public

    bytes internal constant KEY = hex"0102030405060708091011121314151617181920212223242526272829303132";
    bytes32 internal constant IDENTITY = "sealed identity";
    bytes32 internal constant PROSPECTUS = "root of the prospectus";
    bytes32 internal constant PROGRAM = "digest of the program";
    bytes32 internal constant RATED = "root of the rating";

    Registry internal registry;
    Anchor internal anchor;
    CashToken internal cash;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        registry = Shipped.registry(Registry.Founder(TRUSTEE, KEY, IDENTITY), Registry.Founder(REGULATOR, KEY, IDENTITY));
        anchor = Shipped.anchor(registry);
        cash = Shipped.cashToken("JPY", 0, address(this));
        vm.etch(VAULT, address(new VaultStub()).code);
        Shipped.ready("ClassToken");
        Shipped.ready("WaterfallVault");
        _admit(ORIGINATOR, Role.Originator);
        _admit(CO_OWNER, Role.Originator);
        _admit(SPC, Role.Spc);
        _admit(SERVICER, Role.Servicer);
        _admit(APPRAISER, Role.Appraiser);
        _admit(COUNSEL, Role.Counsel);
        _admit(AGENCY, Role.RatingAgency);
        _admit(GUARANTOR, Role.Guarantor);
        _admit(UNDERWRITER, Role.Underwriter);
        _invest(alice, InvestorClass.Qualified);
        _invest(bob, InvestorClass.Qualified);
        _invest(carol, InvestorClass.Professional);
        _invest(dave, InvestorClass.General);
    }

    function _admit(address who, Role role) internal {
        vm.prank(TRUSTEE);
        registry.register(who, role, KEY, IDENTITY);
    }

    function _invest(address who, InvestorClass investorClass) internal {
        _admit(who, Role.Investor);
        vm.prank(TRUSTEE);
        registry.classify(who, investorClass);
    }

    /// @dev Professional and qualified investors may hold; no other rule.
    function _openRules() internal pure returns (TransferRules memory rules) {
        rules.eligibleClasses = uint8((1 << uint8(InvestorClass.Professional)) | (1 << uint8(InvestorClass.Qualified)));
    }

    function _terms(uint256 unitsTotal) internal pure returns (Terms memory terms) {
        address[] memory agencies = new address[](1);
        agencies[0] = AGENCY;
        terms = Terms(0, unitsTotal, 100_000_000, PROGRAM, PROSPECTUS, SPC, TRUSTEE, agencies);
    }

    function _class(uint256 unitsTotal, TransferRules memory rules) internal returns (ClassToken token) {
        token = Shipped.classToken("Class A specified bonds", "A", anchor, registry, _terms(unitsTotal), rules);
        vm.prank(SPC);
        token.bindVault(VAULT);
    }

    /// @dev One prospectus serves every class of the deal.
    function _publishProspectus() internal {
        if (anchor.current(Kinds.PROSPECTUS, 0, 0, SPC).root != 0) return;
        vm.prank(SPC);
        anchor.publish(Kinds.PROSPECTUS, 0, PROSPECTUS, 0);
    }

    function _rate(ClassToken token) internal {
        bytes32 subject = token.subject();
        vm.prank(AGENCY);
        anchor.publishAbout(Kinds.RATING, 0, subject, RATED, 0);
    }

    function _attest(ClassToken token, address[] memory holders, uint256[] memory units) internal {
        bytes32 subject = token.subject();
        bytes32 approval = token.approvalOf(holders, units);
        vm.prank(TRUSTEE);
        anchor.publishAbout(Kinds.ATTESTATION, 0, subject, approval, 0);
    }

    /// @dev Two first holders, with every record in place.
    function _issued(uint256 toAlice, uint256 toBob, TransferRules memory rules) internal returns (ClassToken token) {
        token = _class(toAlice + toBob, rules);
        (address[] memory holders, uint256[] memory units) = _allocation(toAlice, toBob);
        if (rules.solicitedMax != 0) _solicitAll(token, holders);
        _publishProspectus();
        _rate(token);
        _attest(token, holders, units);
        vm.prank(SPC);
        token.issue(holders, units);
    }

    function _solicitAll(ClassToken token, address[] memory holders) internal {
        for (uint256 each = 0; each < holders.length; ++each) {
            vm.prank(UNDERWRITER);
            token.solicit(holders[each]);
        }
    }

    function _allocation(uint256 toAlice, uint256 toBob)
        internal
        view
        returns (address[] memory holders, uint256[] memory units)
    {
        bool both = toBob != 0;
        holders = new address[](both ? 2 : 1);
        units = new uint256[](both ? 2 : 1);
        (holders[0], units[0]) = (alice, toAlice);
        if (both) (holders[1], units[1]) = (bob, toBob);
    }
}
