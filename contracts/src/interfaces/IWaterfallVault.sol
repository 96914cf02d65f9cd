// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IProgramStore} from "./IProgramStore.sol";

/// @title The vault of a deal: holds its cash and pays it out by the deal's own program
/// @notice Periods and classes count from 0. Amounts are minor units of the deal's currency.
interface IWaterfallVault {
    /// @notice Where the period that comes next stands.
    enum Stage {
        /// Nothing is reported yet.
        Open,
        /// Reported; the challenge window runs, or has run out.
        Reported,
        /// Somebody says that the report is wrong: nothing is paid until the trustee or the regulator resolves it.
        Challenged,
        /// A distribution is being carried out; seen only by a call from within it.
        Busy
    }

    /// @notice A change of the program, which every signatory approves.
    struct Amendment {
        /// Where the store that the vault names keeps the layout of the new program. It pays those whom the program
        /// before paid, in their order, and any number more.
        address layoutAt;
        /// The new program's digest, and that of whom it pays (`digestsOf` of the store): what is kept at an address
        /// could be another after a fork of the chain, or before it was looked at.
        bytes32 programDigest;
        bytes32 payeesDigest;
        /// The first period that it pays; no earlier period is left when it takes effect, and what was reported of it
        /// is void.
        uint256 fromPeriod;
        /// For each slot of the new program that lasts: the slot of the old whose value it takes over, or 2^256 - 1 for
        /// its own opening value.
        uint256[] carried;
    }

    /// @notice A program pays from this period on; its digest is the deal's identity.
    event ProgramSet(bytes32 indexed digest, address indexed layoutAt, uint256 fromPeriod);
    /// @notice The servicer reported a period; `root` is that of its statements.
    event Reported(uint256 indexed period, address indexed by, int64[] inputs, bytes32 root);
    /// @notice A report came later than the deal allows.
    event ReportedLate(uint256 indexed period, uint256 dueAt, uint256 reportedAt);
    /// @notice Somebody entitled says that a report is wrong; `reason` is the hash of what it says.
    event Challenged(uint256 indexed period, address indexed by, bytes32 reason);
    /// @notice A challenge was decided: the report stands, or the period is to be reported anew.
    event Resolved(uint256 indexed period, address indexed by, bool stands);
    /// @notice A period is paid; `paid` and `drawn` by number of payee, `received` into accounts from outside.
    event Distributed(uint256 indexed period, uint256 received, uint256[] paid, uint256[] drawn);
    /// @notice A holder took its part of what a class got for a period.
    event Claimed(uint256 indexed classNumber, uint256 indexed period, address indexed holder, uint256 amount);
    /// @notice A payee that is no class took all that it was owed.
    event Withdrawn(uint256 indexed payee, address indexed to, uint256 amount);
    /// @notice A signatory approved an amendment.
    event Approved(bytes32 indexed amendment, address indexed by);

    /// @notice The caller has none of the roles that may do this.
    error NotEntitled(address caller);
    /// @notice Periods are paid one after the other: another is next.
    error NotNextPeriod(uint256 period, uint256 next);
    /// @notice The program has no more periods.
    error NoPeriodLeft(uint256 nPeriods);
    /// @notice The period stands where this cannot be done.
    error WrongStage(Stage stage);
    /// @notice The challenge window is open until this time, or the period's payment date comes then.
    error TooEarly(uint256 until);
    /// @notice The challenge window closed at this time: the report is final.
    error WindowClosed(uint256 since);
    /// @notice The same party has challenged this report before, and its challenge was decided.
    error ChallengedBefore(address by);
    /// @notice A report brings more or fewer numbers than the program reads.
    error WrongInputs(uint256 found, uint256 expected);
    /// @notice A number of a report lies outside what the program was compiled for.
    error InputOutOfRange(uint256 input, int64 number);
    /// @notice A step of the program made a number above 2^63 - 1, or took more from a slot than it holds; steps count
    /// from 0.
    error StepOutOfRange(uint256 step);
    /// @notice Cash came out of nothing or was lost: opening cash and what came in is not what was paid and is left.
    error Unbalanced(uint256 openingAndReceived, uint256 paidAndClosing);
    /// @notice The vault holds less money than it owes and keeps after this period.
    error NotFunded(uint256 held, uint256 needed);
    /// @notice A guarantor's standing allowance did not yield what it owes.
    error GuarantorDidNotPay(address guarantor, uint256 amount);
    /// @notice The money could not be moved.
    error NotTransferred(address to, uint256 amount);
    /// @notice There is nothing to take, or it has been taken.
    error NothingOwed();
    /// @notice A number of a payee that does not exist, or that is a class where none is meant, or the other way.
    error NoSuchPayee(uint256 payee);
    /// @notice A signatory has not approved this.
    error NotApproved(address signatory);
    /// @notice An amendment takes a payee away, or puts another in its place.
    error PayeesChanged();
    /// @notice An amendment does not say once for each lasting slot what it takes over.
    error WrongCarrying();
    /// @notice The deal names no signatory.
    error NoSignatories();
    /// @notice A signatory is named twice.
    error RepeatedSignatory(address signatory);
    /// @notice The store that the vault names has not kept this program, or with other payees.
    error NotKept(address layoutAt);

    /// @notice Digest of the program that pays: the deal's identity.
    function programDigest() external view returns (bytes32);

    /// @notice What read, checked and keeps the program, and any that an amendment brings.
    function store() external view returns (IProgramStore);

    /// @notice Where the layout of that program is kept.
    function layoutAt() external view returns (address);

    /// @notice The period that is paid next, and where it stands; the report's time is that of the last report.
    function status() external view returns (uint256 nextPeriod, Stage stage, uint256 reportedAt);

    /// @notice What each slot holds after the last period that was paid; 0 for those that do not last.
    function closing() external view returns (uint256[] memory);

    /// @notice Reports a period: what each input of the program brings. Only by the servicer.
    function report(uint256 period, int64[] calldata inputs, bytes32 root) external;

    /// @notice Says that a report is wrong. Only by the trustee, a rating agency, an investor or the regulator.
    function challenge(uint256 period, bytes32 reason) external;

    /// @notice Decides a challenge. Only by the trustee or the regulator.
    function resolve(uint256 period, bool stands) external;

    /// @notice Pays a period once its report is final. By anybody.
    function distribute(uint256 period) external;

    /// @notice Pays a holder its part of what a class got for a period. By the holder.
    function claim(uint256 classNumber, uint256 period) external;

    /// @notice Pays a payee that is no class all that it is owed. By anybody; the money goes to the payee.
    function withdraw(uint256 payee) external;

    /// @notice What a slot holds after the last period that was paid; 0 for one that does not last.
    function slot(uint256 number) external view returns (uint256);
}
