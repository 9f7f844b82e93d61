using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;
using Xunit.Sdk;

namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>What one run of one check came to.</summary>
/// <param name="Check">The check.</param>
/// <param name="Verdict">What it found.</param>
/// <param name="Cause">What it threw; null where the promise is kept.</param>
internal sealed record CheckRun(ContractCheck Check, CheckVerdict Verdict, Exception? Cause)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Prepares the server and runs a check against it.</summary>
    public static async Task<CheckRun> OfAsync(ContractCheck check, CheckTarget target)
    {
        using var context = new CheckContext(target);
        try
        {
            await context.Control.ResetAsync();
            await check.RunAsync(context).WaitAsync(Limit);
            return new CheckRun(check, CheckVerdict.Kept, Cause: null);
        }
        catch (Exception exception)
        {
            return new CheckRun(check, IsBroken(exception) ? CheckVerdict.Broken : CheckVerdict.Failed, exception);
        }
    }

    public override string ToString() => Cause is null ? $"{Check.Name}: {Verdict}" : $"{Check.Name}: {Verdict}: {Cause.GetType().Name}: {Cause.Message}";

    // A client that says no has been given an answer that it cannot use: that is a finding, too.
    private static bool IsBroken(Exception exception) => exception is ContractBrokenException or XunitException or ControlCallException or TokenRequestException;
}
