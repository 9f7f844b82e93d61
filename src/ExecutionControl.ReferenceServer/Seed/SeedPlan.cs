using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.Files;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;

namespace ExecutionControl.Reference.Seed;

/// <summary>What a server begins with and goes back to, the same each time but for the times, which are relative to its clock.</summary>
/// <param name="Document">What is written; null for the default seed.</param>
/// <param name="Paused">How many paused executions the default seed's <c>aut_backlog</c> has; null for its own number.</param>
/// <param name="PausedEvery">How often a tripped breaker pauses another execution; null for never.</param>
internal sealed record SeedPlan(SeedDocument? Document, int? Paused, TimeSpan? PausedEvery) : ITenantSeed
{
    /// <summary>The plan of a seed file.</summary>
    /// <exception cref="InvalidDataException">The seed file cannot be used.</exception>
    public static SeedPlan OfFile(string file, TimeSpan? pausedEvery)
    {
        try
        {
            return new SeedPlan(SeedDocument.Parse(InputFile.Read(file)), null, pausedEvery);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{file}: {exception.Message}", exception);
        }
    }

    public void WriteFirst(StateSession session, DateTimeOffset now)
    {
        WriteOther(session, now);
        if (Document is not null)
        {
            SeedDocumentWriter.WriteOthers(session, Document, now);
        }
        else
        {
            AgentRunSeed.Write(session, now);
            KubiyaSeed.Write(session, now);
        }
    }

    /// <summary>Writes ConductorOne's part: the other services know no tenants.</summary>
    public void WriteOther(StateSession session, DateTimeOffset now)
    {
        if (Document is not null)
        {
            SeedDocumentWriter.WriteConductorOne(session, Document, now);
        }
        else
        {
            AutomationSeed.Write(session, now, Paused);
        }

        if (PausedEvery is { } every)
        {
            BreakerIntake.StartAll(session, every, now);
        }
    }
}
