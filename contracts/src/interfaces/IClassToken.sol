// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC7943Fungible} from "./IERC7943.sol";
import {IRecordDates} from "./IRecordDates.sol";

/// @notice What a class is, fixed when its token is made.
struct Terms {
    uint256 classNumber; // its place among the deal's classes, from 0 as in the program
    uint256 unitsTotal; // how many units are issued, once
    uint256 unitMinor; // face amount of a unit
    bytes32 programDigest; // SHA-256 of the compiled deal
    bytes32 prospectusRoot; // what the company anchored as prospectus
    address spc; // the company that issues
    address trustee; // who attests, unit by unit, what is issued
    address[] ratingAgencies; // whose ratings must stand before issue; empty for an unrated class
}

/// @notice To whom units may go, as data: the conditions of the exemption under which the class is placed. A zero turns
/// a rule off.
struct TransferRules {
    uint8 eligibleClasses; // bit `InvestorClass` is set for each class of investor that may receive
    bool wholeBlockOnly; // a holder passes on all that it holds, to one person
    bool qualifiedAmongThemselves; // qualified investors are not counted as solicited, and sell to their like alone
    uint16 unitsBelow; // the issue has fewer units than this, and no unit is split: 50
    uint16 solicitedMax; // how many may be solicited: 49
    uint16 solicitedBefore; // how many were solicited for like securities within the law's look-back
    uint64 lockedUntil; // no sale before this time, in seconds
}

/// @title A class of securities: specified bonds or preferred equity
/// @notice One token is one unit: units have no decimals, so that none is ever split.
interface IClassToken is IERC20, IERC7943Fungible, IRecordDates {
    /// @notice What an authority did under which case. `to` is zero unless units moved.
    event Enforced(bytes32 indexed action, address indexed account, address to, uint256 amount, bytes32 indexed reason);

    /// @notice A trustee opened or closed (reason zero) the case under which it acts.
    event CaseOpened(address indexed registrar, bytes32 indexed reason);

    /// @notice Somebody was invited to subscribe. `counted` of them so far count toward the limit.
    event Solicited(address indexed who, uint256 counted);

    /// @notice A holder's units were cancelled at final redemption.
    event Cancelled(address indexed holder, uint256 units);

    /// @notice The vault that pays this class, once for all.
    event VaultBound(address indexed vault);

    /// @notice The class was issued.
    event Issued(bytes32 indexed approval, uint256 units);

    /// @notice A record date: who holds now is paid.
    event CheckpointTaken(uint256 indexed number, uint256 unitsTotal);

    /// @notice Only the company that issues may do this.
    error NotIssuer(address caller);

    /// @notice Only the vault that pays this class may do this.
    error NotVault(address caller);

    /// @notice A class is issued once, and its placement ends with that.
    error AlreadyIssued();

    /// @notice The class has not been issued.
    error NotIssued();

    /// @notice The vault is bound once.
    error VaultAlreadyBound(address vault);

    /// @notice No vault pays this class yet.
    error VaultMissing();

    /// @notice The vault runs another program than the terms name.
    error VaultDiffers(bytes32 programDigest);

    /// @notice Something of the class is outstanding still, or may be paid on it.
    error NotRedeemed(uint256 outstandingMinor);

    /// @notice The class is redeemed: its units are being cancelled, and none is sold any more.
    error Redeemed();

    /// @notice This record must be anchored before issue, and is not, or says something else.
    error RecordMissing(bytes32 kind, address author);

    /// @notice The units to be issued are not those of the terms.
    error UnitsDiffer(uint256 issued, uint256 unitsTotal);

    /// @notice There is one number of units for each holder, and none is zero.
    error AllocationInvalid();

    /// @notice Terms must name a class that can be issued and an exemption that it fits.
    error TermsInvalid(string what);

    /// @notice Nobody may be a first holder who was not solicited.
    error NotSolicited(address who);

    /// @notice The placement would reach more people than its exemption allows.
    error TooManySolicited(uint256 solicitedMax);

    /// @notice Sales are locked up until a time.
    error LockedUp(uint64 until);

    /// @notice A holder passes on all of its units or none.
    error WholeBlockOnly(address holder, uint256 balance, uint256 amount);

    /// @notice These units were placed with qualified investors, and pass among them alone.
    error QualifiedOnly(address to);

    /// @notice An authority states its reason first.
    error NoCaseOpen(address registrar);

    /// @notice A forced transfer to the same account would move nothing and unfreeze.
    error ForcedTransferToSelf(address account);

    /// @notice No such record date.
    error CheckpointUnknown(uint256 number);

    /// @notice Names the vault that pays this class. Once, by the company.
    function bindVault(address vault) external;

    /// @notice Records that somebody is invited to subscribe. By the company or an underwriter, before issue.
    function solicit(address who) external;

    /// @notice Issues all units to the first holders. Once, by the company, when prospectus, ratings and the trustee's
    /// attestation of `approvalOf(holders, units)` are anchored.
    function issue(address[] calldata holders, uint256[] calldata units) external;

    /// @notice What the trustee attests before issue: this class on this chain, its terms, rules, vault, whom that pays
    /// (`digestsOf` of its store), ratings as they stand, and first holders.
    function approvalOf(address[] calldata holders, uint256[] calldata units) external view returns (bytes32);

    /// @notice States the reason for which a trustee acts from now on; zero closes the case. By a trustee.
    function openCase(bytes32 reason) external;

    /// @notice Stops an account from sending and receiving. By a trustee under a case.
    function freeze(address account) external;

    /// @notice Lets a frozen account send and receive again. By a trustee under a case.
    function unfreeze(address account) external;

    /// @notice Moves all units of a lost account, with what is frozen of them, to its holder's new one, which also gets
    /// what a vault still owes the lost one. By a trustee under a case.
    function recover(address lost, address replacement) external;

    /// @notice Cancels all units of holders after the final redemption of the class, as a registrar deletes what was
    /// paid in full. By a trustee under a case. What was owed at record dates before stays owed.
    function cancel(address[] calldata holders) external;

    /// @notice Whether the class is redeemed: its units are cancelled, or are about to be.
    function isRedeemed() external view returns (bool);

    /// @notice What is outstanding of the class: principal, interest, and interest on interest, in minor units. Divided
    /// by `terms().unitMinor` and `totalSupply()` it is the factor of a unit that was redeemed in part.
    function outstandingMinor() external view returns (uint256);

    /// @notice Whether all of an account is frozen.
    function isFrozen(address account) external view returns (bool);

    /// @notice The vault that pays this class; zero until it is bound.
    function vault() external view returns (address);

    /// @notice What the class is.
    function terms() external view returns (Terms memory);

    /// @notice To whom its units may go.
    function rules() external view returns (TransferRules memory);
}
