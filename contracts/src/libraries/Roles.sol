// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IRegistry, Role} from "../interfaces/IRegistry.sol";

/// @title The one question that every contract asks of the registry
library Roles {
    /// @notice Refuses a caller that does not hold a role.
    function requireRole(IRegistry registry, address caller, Role role) internal view {
        if (!registry.hasRole(caller, role)) revert IRegistry.NotInRole(caller, role);
    }
}
