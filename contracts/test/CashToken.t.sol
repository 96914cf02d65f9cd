// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CashToken} from "../src/CashToken.sol";
import {Shipped} from "./Shipped.sol";
import {Test} from "./Test.sol";

contract CashTokenTest is Test {
    address private constant HOLDER = address(0xA11CE);

    function test_its_issuer_alone_makes_money(address anybody, uint128 amount) public {
        CashToken cash = Shipped.cashToken("JPY", 0, address(this));
        cash.mint(HOLDER, amount);
        assertEq(cash.balanceOf(HOLDER), amount);
        vm.assume(anybody != address(this));
        vm.prank(anybody);
        vm.expectRevert(abi.encodeWithSelector(CashToken.NotIssuer.selector, anybody));
        cash.mint(anybody, 1);
    }

    function test_its_decimals_are_those_of_the_currency() public {
        assertEq(Shipped.cashToken("JPY", 0, HOLDER).decimals(), 0);
        assertEq(Shipped.cashToken("USD", 2, HOLDER).decimals(), 2);
    }
}
