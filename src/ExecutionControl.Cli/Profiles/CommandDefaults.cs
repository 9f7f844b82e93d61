using System.Globalization;
using ExecutionControl.Cli.Files;

namespace ExecutionControl.Cli.Profiles;

/// <summary>What commands do where neither their line nor a variable says otherwise, as the configuration file has it.</summary>
/// <param name="Output">How they answer, as <c>--output</c> takes it; null for a table.</param>
/// <param name="IsSandbox">Whether the sandbox is asked where neither the line nor a variable names an account.</param>
/// <param name="Parallel">How many targets they act on at once; null for as many as is polite.</param>
/// <param name="KeepsHistory">Whether what they do is written into the history.</param>
internal sealed record CommandDefaults(string? Output = null, bool IsSandbox = false, int? Parallel = null, bool KeepsHistory = true)
{
    /// <summary>More at once would only run into the services' rate limits.</summary>
    public const int MostAtOnce = 16;

    private const string OutputKey = "output";
    private const string SandboxKey = "sandbox";
    private const string ParallelKey = "parallel";
    private const string HistoryKey = "history";

    private static readonly string[] Formats = ["table", "json", "jsonl"];

    /// <exception cref="FormatException">One of them is not what it can be, or is none of them.</exception>
    public static CommandDefaults Of(YamlMapping? node) =>
        (node?.Keys() ?? []).FirstOrDefault(key => key is not (OutputKey or SandboxKey or ParallelKey or HistoryKey)) is { } unknown
            ? throw new FormatException($"'{unknown}' of defaults is none of {OutputKey}, {SandboxKey}, {ParallelKey} and {HistoryKey}")
            : new(
                Format(node?.Text(OutputKey)),
                Switch(SandboxKey, node?.Text(SandboxKey)) ?? false,
                Number(node?.Text(ParallelKey)),
                Switch(HistoryKey, node?.Text(HistoryKey)) ?? true);

    private static string? Format(string? text) => text is null || Formats.Contains(text, StringComparer.OrdinalIgnoreCase)
        ? text
        : throw new FormatException($"'{OutputKey}' of defaults is {string.Join(", ", Formats[..^1])} or {Formats[^1]}, not '{text}'");

    private static bool? Switch(string key, string? text) => text?.ToUpperInvariant() switch
    {
        null => null,
        "FALSE" or "NO" or "OFF" => false,
        "TRUE" or "YES" or "ON" => true,
        _ => throw new FormatException($"'{key}' of defaults is neither true nor false"),
    };

    private static int? Number(string? text) => text switch
    {
        null => null,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostAtOnce => number,
        _ => throw new FormatException($"'{ParallelKey}' of defaults is a whole number from 1 to {MostAtOnce}, not '{text}'"),
    };
}
