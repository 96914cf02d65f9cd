// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Role} from "../interfaces/IRegistry.sol";

/// @title The kinds of record, and the one role that writes each
/// @notice A kind is its name as a short string: a party reads it in any explorer.
library Kinds {
    bytes32 internal constant VALUATION = "valuation";
    bytes32 internal constant OPINION = "opinion";
    bytes32 internal constant RATING = "rating";
    bytes32 internal constant STATEMENT = "statement";
    bytes32 internal constant REPORT = "report";
    bytes32 internal constant PROSPECTUS = "prospectus";
    bytes32 internal constant PLAN = "plan";
    bytes32 internal constant GUARANTEE = "guarantee";
    bytes32 internal constant ATTESTATION = "attestation";

    /// @notice Gives the role that writes a kind of record; `None` if there is no such kind.
    function writerOf(bytes32 kind) internal pure returns (Role) {
        if (kind == VALUATION) return Role.Appraiser;
        if (kind == OPINION) return Role.Counsel;
        if (kind == RATING) return Role.RatingAgency;
        if (kind == STATEMENT || kind == REPORT) return Role.Servicer;
        if (kind == PROSPECTUS || kind == PLAN) return Role.Spc;
        if (kind == GUARANTEE) return Role.Guarantor;
        if (kind == ATTESTATION) return Role.Trustee;
        return Role.None;
    }
}
