using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Operations;

/// <summary>
/// Notices when target after target fails for a reason that has nothing to do with the target: the credential is rejected, or the service
/// gives no answer. Whatever is sent after that would fail alike, at the price of a wait or an audit event each.
/// </summary>
internal sealed class SystemicFailure
{
    /// <summary>So many in a row are no chance.</summary>
    private const int Enough = 3;

    private Kind _kind;
    private int _inARow;

    private enum Kind
    {
        None,
        CredentialRejected,
        NoAnswer,
    }

    /// <summary>Whether enough failed alike in a row. Stays so.</summary>
    public bool IsCertain { get; private set; }

    /// <summary>Why the rest is not sent.</summary>
    public string Reason => _kind == Kind.CredentialRejected
        ? string.Create(CultureInfo.InvariantCulture, $"the credential was rejected for {Enough} targets in a row")
        : string.Create(CultureInfo.InvariantCulture, $"the service gave no answer for {Enough} targets in a row");

    /// <summary>Notes what became of a target whose call has ended.</summary>
    public void Note(OutcomeReport report)
    {
        if (IsCertain)
        {
            return;
        }

        var kind = KindOf(report);
        _inARow = kind == Kind.None ? 0 : kind == _kind ? _inARow + 1 : 1;
        _kind = kind;
        IsCertain = _inARow >= Enough;
    }

    /// <summary>The report of a target that was not sent for it.</summary>
    public OutcomeReport NotSent() => new()
    {
        Outcome = ReportedOutcome.NotSent,
        ExitCode = _kind == Kind.CredentialRejected ? ExitCode.Credentials : ExitCode.NotApplied,
        SafeToRepeat = true,
        Lines = [$"Not sent: {Reason}."],
    };

    private static Kind KindOf(OutcomeReport report) => report switch
    {
        { RefusalReason: RefusalReason.Authentication } => Kind.CredentialRejected,
        { Outcome: ReportedOutcome.NotApplied or ReportedOutcome.Unknown, ExitCode: ExitCode.NotApplied or ExitCode.Unknown, Status: null } => Kind.NoAnswer,
        _ => Kind.None,
    };
}
