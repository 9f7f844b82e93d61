using System.Globalization;
using ExecutionControl.Client;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>What is asserted of a call, and what the documentation shows of it.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Requests">How many changing requests reached the server.</param>
/// <param name="Waits">The seconds that were waited, in order.</param>
/// <param name="Reason">Why it was refused.</param>
internal sealed record CallRecord(CallEnd End, int Requests, IReadOnlyList<double> Waits, RefusalReason? Reason = null)
{
    public static CallEnd EndOf(ControlResult result) => result switch
    {
        { Outcome: ControlOutcome.Applied } => result.HadUnclearAttempt ? CallEnd.AppliedAfterUnclear : CallEnd.Applied,
        { Outcome: ControlOutcome.AlreadySo } => result.HadUnclearAttempt ? CallEnd.AlreadySoAfterUnclear : CallEnd.AlreadySo,
        { Outcome: ControlOutcome.Partial } => CallEnd.Partial,
        _ => throw new InvalidOperationException($"{result.Outcome} is no outcome of a result."),
    };

    /// <summary>The end that an exception tells; its type, its outcome and whether a repeat is safe have to agree.</summary>
    public static CallEnd EndOf(Exception exception) => exception switch
    {
        ControlCallRefusedException { Outcome: ControlOutcome.Refused, SafeToRepeat: true } => CallEnd.Refused,
        ControlCallNotAppliedException { Outcome: ControlOutcome.NotApplied, SafeToRepeat: true } => CallEnd.NotApplied,
        ControlCallUnknownException { Outcome: ControlOutcome.Unknown } unknown => unknown.SafeToRepeat ? CallEnd.UnknownSafe : CallEnd.UnknownUnsafe,
        ControlCallCanceledException { Outcome: ControlOutcome.NotApplied, SafeToRepeat: true } => CallEnd.CancelledNotApplied,
        ControlCallCanceledException { Outcome: ControlOutcome.Partial, SafeToRepeat: true } => CallEnd.CancelledPartial,
        ControlCallCanceledException { Outcome: ControlOutcome.Unknown } cancelled =>
            cancelled.SafeToRepeat ? CallEnd.CancelledUnknownSafe : CallEnd.CancelledUnknownUnsafe,
        _ => throw new InvalidOperationException("This is no end of a control call.", exception),
    };

    /// <summary>The record as the documentation shows it; two records are equal when they read alike.</summary>
    public override string ToString()
    {
        var text = Words + (Requests == 1 ? ", 1 request" : string.Create(CultureInfo.InvariantCulture, $", {Requests} requests"));
        return Waits.Count == 0 ? text : text + ", waits " + string.Join(" + ", Waits.Select(wait => wait.ToString("0.###", CultureInfo.InvariantCulture))) + " s";
    }

    private string Words => End switch
    {
        CallEnd.Applied => "applied",
        CallEnd.AppliedAfterUnclear => "applied, after an unclear attempt",
        CallEnd.AlreadySo => "already so",
        CallEnd.AlreadySoAfterUnclear => "already so, after an unclear attempt",
        CallEnd.Partial => "partial",
        CallEnd.Refused => $"refused ({Reason?.ToString() ?? "no reason"})",
        CallEnd.NotApplied => "not applied",
        CallEnd.UnknownSafe => "unknown, safe to repeat",
        CallEnd.UnknownUnsafe => "unknown, **not** safe to repeat",
        CallEnd.CancelledNotApplied => "cancelled: not applied",
        CallEnd.CancelledPartial => "cancelled: partial",
        CallEnd.CancelledUnknownSafe => "cancelled: unknown, safe to repeat",
        _ => "cancelled: unknown, **not** safe to repeat",
    };
}
