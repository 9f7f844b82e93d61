using System.Text.Json;

namespace ExecutionControl.Cli.Tests.Processes;

/// <summary>What a finished ectl left behind.</summary>
public sealed record EctlResult(int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>Fails, with all that ectl said, unless it ended with this code.</summary>
    public EctlResult ShouldExitWith(int code)
    {
        Assert.True(ExitCode == code, $"exit code {ExitCode}, expected {code}\nstdout: {Output}\nstderr: {Error}");
        return this;
    }

    /// <summary>The one document on stdout, when there is nothing else and stderr is empty.</summary>
    public JsonElement OutputDocument()
    {
        Assert.Empty(Error);
        return Document(Output);
    }

    /// <summary>The one document on stderr, when there is nothing else and stdout is empty.</summary>
    public JsonElement ErrorDocument()
    {
        Assert.Empty(Output);
        return Document(Error);
    }

    private static JsonElement Document(string text)
    {
        Assert.Equal(1, text.Count(character => character == '\n'));
        using var document = JsonDocument.Parse(text);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }
}
