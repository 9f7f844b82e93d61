namespace ExecutionControl.ContractTests.Faults;

/// <summary>
/// What happens to the attempts of one call, in the design's three kinds: unsent, unclear, an answer. How a call ends depends
/// on this and on the operation's <see cref="RepeatRule"/>, and on nothing else.
/// </summary>
internal enum FaultCourse
{
    /// <summary>The first attempt is accepted.</summary>
    Settled,

    /// <summary>The first attempt was certainly not processed; the second is accepted.</summary>
    UnsentOnce,

    /// <summary>No attempt was processed.</summary>
    UnsentAlways,

    /// <summary>No attempt so much as reached a server.</summary>
    NothingListens,

    /// <summary>The first attempt was not processed, and the service asks for a longer wait than there is time for.</summary>
    UnsentTooLongToWait,

    /// <summary>The service says no.</summary>
    Refused,

    /// <summary>The service sends elsewhere.</summary>
    Diverted,

    /// <summary>The first token is rejected, the next one is not.</summary>
    TokenRejectedOnce,

    /// <summary>Every token is rejected.</summary>
    TokenRejectedTwice,

    /// <summary>The first attempt may have been processed; the second is accepted.</summary>
    UnclearOnce,

    /// <summary>Every attempt may have been processed.</summary>
    UnclearAlways,

    /// <summary>The first attempt may have been processed, and the service asks for a longer wait than there is time for.</summary>
    UnclearTooLongToWait,

    /// <summary>The first attempt may have been processed; those after it were certainly not.</summary>
    UnclearThenUnsent,

    /// <summary>The first attempt may have been processed; then no server can be reached any more.</summary>
    UnclearThenNothingListens,

    /// <summary>The first attempt may have been processed; the second is answered with a no or sent elsewhere.</summary>
    UnclearThenAnswer,

    /// <summary>The first attempt was not processed; those after it may have been.</summary>
    UnsentThenUnclear,

    /// <summary>The first attempt was not processed, the second may have been, the third is accepted.</summary>
    UnsentThenUnclearThenSettled,

    /// <summary>The first attempt was not processed; the second is answered with a no.</summary>
    UnsentThenRefused,

    /// <summary>The caller gives up before anything was sent.</summary>
    CancelledBeforeSending,

    /// <summary>The caller gives up while an attempt is under way.</summary>
    CancelledInFlight,

    /// <summary>The caller gives up during the wait after an attempt that was not processed.</summary>
    CancelledAfterUnsent,

    /// <summary>The caller gives up during the wait after an attempt that may have been processed.</summary>
    CancelledAfterUnclear,
}
