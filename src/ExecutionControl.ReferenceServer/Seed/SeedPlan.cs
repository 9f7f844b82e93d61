using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.Files;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Seed;

/// <summary>What a server begins with and goes back to, the same each time but for the times, which are relative to its clock.</summary>
/// <param name="Document">What is written; null for the default seed.</param>
/// <param name="Paused">How many paused executions the default seed's <c>aut_backlog</c> has; null for its own number.</param>
/// <param name="PausedEvery">How often a tripped breaker pauses another execution; null for never.</param>
internal sealed record SeedPlan(SeedDocument? Document, int? Paused, TimeSpan? PausedEvery)
{
    /// <exception cref="InvalidDataException">The seed file cannot be used.</exception>
    public static SeedPlan Of(ReferenceServerOptions options)
    {
        if (options.SeedFile is not { } file)
        {
            return new SeedPlan(null, options.SeedPaused, options.PausedEvery);
        }

        try
        {
            return new SeedPlan(SeedDocument.Parse(InputFile.Read(file)), null, options.PausedEvery);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{file}: {exception.Message}", exception);
        }
    }

    /// <summary>Writes all of it.</summary>
    public void Write(StateSession session, DateTimeOffset now)
    {
        WriteConductorOne(session, now);
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

    /// <summary>Writes the part that every tenant of ConductorOne has.</summary>
    public void WriteConductorOne(StateSession session, DateTimeOffset now)
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
