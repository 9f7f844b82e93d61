using ExecutionControl.Cli.Terminal;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;

namespace ExecutionControl.Cli.Tests.Terminal;

/// <summary>The keys that edit a line that nobody sees.</summary>
public sealed class HiddenLineTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("wrong\u0015right", "right")]
    [InlineData("right wrong\u0017", "right ")]
    [InlineData("right wrong  \u0017", "right ")]
    [InlineData("wrong\u0017right", "right")]
    [InlineData("rightx\u007f", "right")]
    [InlineData("rightx\b", "right")]
    [InlineData("\u007f\u007fright", "right")]
    [InlineData("right😀\u007f", "right")]
    [InlineData("righte\u0301\u007f", "right")]
    [InlineData("rightü\u007f", "right")]
    [InlineData("ri\u0001gh\u000ct\u001b", "right")]
    [InlineData("ri\tght", "ri\tght")]
    public void Press_EditingKeys_EditTheLine(string keys, string expected)
    {
        var line = new HiddenLine(100);

        Assert.DoesNotContain(true, keys.Select(key => line.Press(new ConsoleKeyInfo(key, ConsoleKey.None, shift: false, alt: false, control: false))));

        Assert.Equal(expected, line.Text);
    }

    [Theory]
    [InlineData('\r')]
    [InlineData('\n')]
    [InlineData('\u0004')]
    public void Press_EndOfLineOrInput_Ends(char key) => Assert.True(new HiddenLine(10).Press(new ConsoleKeyInfo(key, ConsoleKey.None, false, false, false)));

    [Theory]
    [InlineData("not this\u0015typed-key-0815\n", "typed-key-0815")]
    [InlineData("typed-key-081é\u007f5\n", "typed-key-0815")]
    [InlineData("typed-key-0815\u0004", "typed-key-0815")]
    public async Task Login_LineIsEdited_SendsWhatIsLeft(string keys, string expected)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, "[]"));
        await using var terminal = EctlTerminal.Start(_user, $"ectl auth login kubiya --server-url {server.Url}");

        await terminal.SeesAsync("(not shown): ");
        await terminal.PressAsync(keys);

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Equal($"Bearer {expected}", Assert.Single(server.Requests).Headers["Authorization"]);
        Assert.DoesNotContain("0815", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_LineIsEditedOnARealTerminal_SendsWhatIsLeft()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, "[]"));
        await using var terminal = PseudoTerminal.Start(_user, $"ectl auth login kubiya --server-url {server.Url}");

        await terminal.SeesAsync("(not shown): ");
        await terminal.PressAsync("not this\u0015typed-key-081é\u007f5\n");

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Equal("Bearer typed-key-0815", Assert.Single(server.Requests).Headers["Authorization"]);
        Assert.DoesNotContain("0815", terminal.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("typed-key-0815\necho pasted-too\n", "more than one line")]
    [InlineData("\u0004", "no secret typed")]
    [InlineData("typed\u200b-key-0815\n", "zero-width space (U+200B)")]
    [InlineData("\u201ctyped-key-0815\u201d\n", "begins with a quote")]
    public async Task Login_LineIsNoSecret_SendsNothing(string keys, string expected)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, "[]"));
        await using var terminal = EctlTerminal.Start(_user, $"ectl auth login kubiya --server-url {server.Url}");

        await terminal.SeesAsync("(not shown): ");
        await terminal.PressAsync(keys);

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Contains(expected, terminal.Screen, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("typed-key-0815\necho pasted-too\n", "more than one line", 2)]
    [InlineData("typed-key-0815\u0003", "nterrupted", 130)]
    public async Task Login_LineIsNoSecretOnARealTerminal_SendsNothing(string keys, string expected, int exitCode)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, "[]"));
        await using var terminal = PseudoTerminal.Start(_user, $"exec ectl auth login kubiya --server-url {server.Url}");

        await terminal.SeesAsync("(not shown): ");
        await terminal.PressAsync(keys);

        Assert.Equal(exitCode, await terminal.WaitAsync());
        Assert.Contains(expected, terminal.Screen, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }
}
