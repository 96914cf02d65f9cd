// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What a participant may be in a deal: the roles of the deal file, in its order of parties, and the regulator.
enum Role {
    None,
    Originator,
    Spc,
    Trustee,
    Servicer,
    Appraiser,
    Counsel,
    RatingAgency,
    Guarantor,
    Underwriter,
    Investor,
    Regulator
}

/// @title Who may do what: the one question that vaults and money ask of the registry of participants
interface IRoles {
    /// @notice Whether somebody holds a role now.
    function hasRole(address who, Role role) external view returns (bool);
}
