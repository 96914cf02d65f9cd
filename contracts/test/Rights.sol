// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AssetRegister} from "../src/AssetRegister.sol";
import {ICash} from "../src/interfaces/ICash.sol";
import {OfferTerms} from "../src/interfaces/IAssetRegister.sol";
import {Parties} from "./Parties.sol";
import {Shipped} from "./Shipped.sol";

/// @notice A patent of two owners, which one of them sells to the company.
abstract contract Rights is Parties {
    bytes32 internal constant PATENT = "a patent";
    bytes32 internal constant WORK = "a copyright";
    bytes32 internal constant DESCRIPTION = "sealed description";
    uint256 internal constant PRICE = 300_000_000;
    uint64 internal constant LONG_STOP = 1_800_000_000 + 90 days;

    AssetRegister internal rights;

    function setUp() public virtual override {
        super.setUp();
        rights = Shipped.assetRegister(registry, ICash(address(cash)));
        cash.mint(SPC, 10 * PRICE);
        vm.prank(SPC);
        cash.approve(address(rights), type(uint256).max);
    }

    function _owners() internal pure returns (address[] memory owners) {
        owners = new address[](2);
        (owners[0], owners[1]) = (ORIGINATOR, CO_OWNER);
    }

    function _offerTerms() internal pure returns (OfferTerms memory) {
        return OfferTerms(DESCRIPTION, SPC, PRICE, LONG_STOP);
    }

    function _offer(bytes32 right, bool registrable) internal {
        vm.prank(ORIGINATOR);
        rights.offer(right, registrable, _owners(), _offerTerms());
        bytes32 owners = rights.ownersCommitment(_owners());
        vm.prank(ORIGINATOR);
        rights.recordTitle(right, "inventor", "employer", "assignment 1");
        vm.prank(ORIGINATOR);
        rights.recordTitle(right, "employer", owners, "assignment 2");
    }

    function _sign(bytes32 right, bool registrable) internal {
        _offer(right, registrable);
        vm.prank(ORIGINATOR);
        rights.consent(right, 1);
        vm.prank(CO_OWNER);
        rights.consent(right, 1);
        vm.prank(SPC);
        rights.sign(right, 1, "signed assignment");
    }

    function _pay(bytes32 right, uint256 amountMinor) internal {
        vm.prank(SPC);
        rights.payFor(right, amountMinor);
    }

    function _register(bytes32 right) internal {
        vm.prank(TRUSTEE);
        rights.recordRegistration(right, "extract of the register");
    }
}
