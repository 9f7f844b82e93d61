using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Tests.Http;

public sealed class RedactionVisibleTests
{
    /// <summary>Not the rows of a theory: those go through UTF-8, which has no half characters.</summary>
    private static readonly (string Text, string Expected)[] Rows =
    [
        ("12345", "12345"),
        ("123456", "12345…"),
        (" \u001bb\n\u009b", "b"),
        ("a\u001bb\nc", "a b c"),
        ("\U0001F600\U0001F600x", "\U0001F600\U0001F600x"),
        ("1234\U0001F600", "1234\uFFFD…"),
        ("\uD83D", "\uFFFD"),
        ("\uDE00", "\uFFFD"),
        ("a\uD83D", "a\uFFFD"),
        ("\uDE00a", "\uFFFDa"),
        ("\uDE00\uD83D", "\uFFFD\uFFFD"),
        ("\uD83D\uD83D\uDE00", "\uFFFD\U0001F600"),
        ("\uD83D\uDE00\uDE00", "\U0001F600\uFFFD"),
    ];

    [Fact]
    public void Visible_AnyText_IsCutAndHoldsNothingThatATerminalObeys() =>
        Assert.All(Rows, static row => Assert.Equal(row.Expected, Redaction.Visible(row.Text, maxLength: 5)));
}
