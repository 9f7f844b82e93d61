using ExecutionControl.Reference.Files;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Rehearsal;

/// <summary>Everything of a server that rules decide.</summary>
internal sealed class RehearsalParts
{
    private readonly RuleDocument _first;

    /// <summary>Takes the rules that a server starts with out of its options.</summary>
    /// <exception cref="ArgumentException">A rule makes no sense.</exception>
    /// <exception cref="InvalidDataException">The file of rules cannot be used.</exception>
    public RehearsalParts(ReferenceServerOptions options, ReferenceServerClock clock)
    {
        _first = options.RulesFile is { } file ? Read(file) : new RuleDocument();
        Faults = new FaultRules(_first.Seed ?? options.Seed);
        Limiter = RateLimiter.Codegen(clock);
        Limiter.IsOn = options.RateLimits || _first.RateLimits is true;
        foreach (var rule in options.Faults.Concat(_first.Rules ?? []))
        {
            Faults.Add(rule);
        }
    }

    public FaultRules Faults { get; }

    public RateLimiter Limiter { get; }

    public NeverResolved NeverResolved { get; } = new();

    public Runaways Runaways { get; } = new();

    /// <summary>Writes those of the first rules that are part of the state.</summary>
    public void WriteFirst(StateSession session, DateTimeOffset now)
    {
        foreach (var rule in _first.NeverResolve ?? [])
        {
            NeverResolved.Add(session, rule, now);
        }

        foreach (var rule in _first.Runaways ?? [])
        {
            Runaways.Add(session, rule, now);
        }
    }

    /// <summary>Writes the rules that are part of the state into one that has just been put in the place of another.</summary>
    public void WriteAll(StateSession session, DateTimeOffset now)
    {
        NeverResolved.WriteAll(session, now);
        Runaways.WriteAll(session, now);
    }

    /// <summary>Takes the rules that are part of the state out of force.</summary>
    public void Clear(StateSession session)
    {
        NeverResolved.Clear(session);
        Runaways.Clear(session);
    }

    private static RuleDocument Read(string file)
    {
        try
        {
            return RuleDocument.Parse(InputFile.Read(file));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{file}: {exception.Message}", exception);
        }
    }
}
