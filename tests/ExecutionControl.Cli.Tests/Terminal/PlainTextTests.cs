using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Tests.Terminal;

/// <summary>What is obeyed by a terminal, or by nobody's eyes, is written out.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Nightly \u202etset )kcab llor(\u202c", @"Nightly \u202etset )kcab llor(\u202c")]
    [InlineData("a\u2066b\u2069\u061c\u200e", @"a\u2066b\u2069\u061c\u200e")]
    [InlineData("a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg", @"a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg")]
    [InlineData("a\u2028b\u2029c\u0085d\u009b31me", @"a\u2028b\u2029c\u0085d\u009b31me")]
    [InlineData("a\u001b[31mb\u0007c\0d\u007fe", @"a\u001b[31mb\u0007c\u0000d\u007fe")]
    [InlineData("a\U000E0041b\U000E007F", @"a\udb40\udc41b\udb40\udc7f")]
    [InlineData("a\ufe0fb\ufe01\U000E0100", @"a\ufe0fb\ufe01\udb40\udd00")]
    [InlineData("a\u3164b\u115f\uffa0\u034f\u2800\uffff", @"a\u3164b\u115f\uffa0\u034f\u2800\uffff")]
    [InlineData("one\ttwo\nthree\r\nfour", "one two three  four")]
    public void OneLine_CharacterIsNotSeen_IsEscaped(string text, string expected) => Assert.Equal(expected, PlainText.OneLine(text));

    /// <summary>No attribute can hold half a pair.</summary>
    [Fact]
    public void OneLine_HalfOfAPair_IsEscaped() => Assert.Equal(@"ok \ud83d\ude00", PlainText.OneLine("ok " + '\ud83d') + PlainText.OneLine("\ude00"));

    [Theory]
    [InlineData("Offboard contractors")]
    [InlineData("日本語エージェント")]
    [InlineData("Zoë e\u0301 שלום مرحبا हिन्दी")]
    [InlineData("👩‍👩‍👧 🏴‍☠️ ❤️ 👍🏽 🇩🇪 葛\U000E0100")]
    public void OneLine_CharactersAreSeen_StayAsTheyAre(string text) => Assert.Equal(text, PlainText.OneLine(text));

    [Theory]
    [InlineData("\u001b[32mApplied\u001b[0m: a\n\tb\r\u001b[Kc\r\n", "\u001b[32mApplied\u001b[0m: a\n\tb\r\u001b[Kc\r\n")]
    [InlineData("a\u001b]0;title\u0007b\u001b[2Jc\u001b[8md\re", @"a\u001b]0;title\u0007b\u001b[2Jc\u001b[8md\u000de")]
    [InlineData("{\"a\":\"\u202eb\"}", @"{""a"":""\u202eb""}")]
    public void Lines_Sequence_PassesIfItIsEctlsOwn(string text, string expected) => Assert.Equal(expected, PlainText.Lines(text));

    [Theory]
    [InlineData("running", 7)]
    [InlineData("日本語エージェント", 18)]
    [InlineData("ｈｉ", 4)]
    [InlineData("Zoë", 3)]
    [InlineData("e\u0301\u0323", 1)]
    [InlineData("👩‍👩‍👧", 2)]
    [InlineData("👍🏽", 2)]
    [InlineData("❤️", 2)]
    [InlineData("🇩🇪🇫🇷", 4)]
    [InlineData("가각", 4)]
    [InlineData("", 0)]
    public void CellWidth_Text_IsCountedAsATerminalShowsIt(string text, int expected) => Assert.Equal(expected, CellWidth.Of(text));
}
