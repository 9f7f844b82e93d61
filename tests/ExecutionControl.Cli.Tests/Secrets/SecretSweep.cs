using System.Collections.Concurrent;
using System.Text;

namespace ExecutionControl.Cli.Tests.Secrets;

/// <summary>Looks for secrets in whatever a child process left in the open, and keeps where it found one.</summary>
/// <param name="command">What was run.</param>
/// <param name="known">Secrets that the child was given, besides those that can be recognised.</param>
internal sealed class SecretSweep(string command, IEnumerable<string> known)
{
    private readonly ConcurrentQueue<string> _found = new();
    private readonly byte[][] _known = [.. known.Select(secret => Encoding.UTF8.GetBytes(secret.Trim())).Where(secret => secret.Length > 0)];

    /// <summary>Sweeps what the command wrote to a stream, but for what it is meant to say.</summary>
    public void Stream(string place, string text) => Content(place, Encoding.UTF8.GetBytes(text));

    /// <summary>Sweeps standard output, where <c>auth token</c> prints a token and <c>serve</c> a line with its credentials.</summary>
    public void Output(string text)
    {
        if (!command.Contains("auth token", StringComparison.Ordinal))
        {
            Stream("stdout", string.Join('\n', text.Split('\n').Where(line => !IsOfServe(line))));
        }
    }

    /// <summary>What <c>serve</c> says of its own credentials: to programs, to a shell, to a person.</summary>
    private bool IsOfServe(string line) => line.StartsWith("{\"event\":\"ready\"", StringComparison.Ordinal)
        || ((command.StartsWith("serve", StringComparison.Ordinal) || command.StartsWith("ectl serve", StringComparison.Ordinal)) && line.TrimStart().StartsWith("export ", StringComparison.Ordinal));

    /// <summary>Sweeps bytes.</summary>
    public void Content(string place, ReadOnlySpan<byte> content)
    {
        foreach (var mark in SecretMark.All)
        {
            if (mark.IsIn(content))
            {
                _found.Enqueue($"{place}: {mark.Name}");
            }
        }

        foreach (var secret in _known)
        {
            if (content.IndexOf(secret) >= 0)
            {
                _found.Enqueue($"{place}: a secret that the command was given");
            }
        }
    }

    /// <summary>Fails when something was found since it was last asked.</summary>
    public void ThrowIfFound()
    {
        var places = new List<string>();
        while (_found.TryDequeue(out var place))
        {
            places.Add(place);
        }

        Assert.True(places.Count == 0, $"'{command}' left secrets in the open:\n{string.Join('\n', places.Distinct(StringComparer.Ordinal))}");
    }
}
