namespace ExecutionControl.Runs;

/// <summary>Ids of runs, and who this process is.</summary>
internal static class RunIdentity
{
    private const string Prefix = "run-";
    private const int Length = 8;

    /// <summary>Without characters that are taken for one another.</summary>
    private const string Alphabet = "23456789abcdefghjkmnpqrstvwxyz";

    public static string User => WellFormedText.Of(Environment.UserName) is { Length: > 0 } name ? name : "unknown";

    public static string Host => WellFormedText.Of(Environment.MachineName)!;

    public static string Worker => $"{Host}:{Environment.ProcessId}";

    /// <summary>An id that hardly any other run has. It is no secret, and so not worth loading OpenSSL for.</summary>
    public static string NewId() => Prefix + new string(Random.Shared.GetItems<char>(Alphabet, Length));

    /// <summary>A run that nobody has seen yet.</summary>
    public static RunRecord NewRun(RunDescription description, PlanHeader header, TimeProvider clock) => new()
    {
        Id = NewId(),
        Number = 0,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()),
        Plan = header,
        Digest = string.Empty,
        User = WellFormedText.Of(description.User) ?? User,
        Host = WellFormedText.Of(description.Host) ?? Host,
        Counts = new RunCounts(),
        Pacing = Checked(description.Pacing),
    };

    private static RunPacing Checked(RunPacing? pacing)
    {
        pacing?.Check();
        return pacing ?? RunPacing.None;
    }

    /// <summary>A command that nobody has seen yet.</summary>
    public static RunRecord NewCommand(RunDescription description, PlanHeader header, IReadOnlyList<PlannedTarget> planned, TimeProvider clock) =>
        NewRun(description, header, clock) with
        {
            IsCommand = true,
            Digest = PlanDigest.Of(header, planned),
            Counts = new RunCounts { Total = planned.Count },
        };

    /// <summary>Whether a text can be the beginning of an id, so that it needs no escaping where such are looked for.</summary>
    public static bool IsPossible(string id) => id.Length is > 0 and < 64 && id.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
