using System.Globalization;
using System.Text.RegularExpressions;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Tools.Tests.Sources;

/// <summary>No compiler and no analyser of ours holds .editorconfig's max_line_length: this does, but for what a generator wrote.</summary>
public sealed partial class LineLengthTests
{
    private static readonly string[] Folders = ["src", "tools"];

    [Fact]
    public void Sources_EveryLine_IsAtMostAsLongAsTheEditorConfigurationSays()
    {
        var files = Folders.SelectMany(folder => Sources(Path.Combine(RepositoryFolder.Path, folder))).ToList();

        Assert.True(files.Count > 100, "The sources were not found.");
        Assert.Empty(files.SelectMany(file => TooLong(file, File.ReadAllLines(file), MaxLength())));
    }

    [Fact]
    public void Lines_LongerThanAllowed_AreNamed() =>
        Assert.Equal(["a.cs(2) has 6 characters."], TooLong("a.cs", ["12345", "123456"], 5).Select(line => line));

    private static IEnumerable<string> TooLong(string file, IEnumerable<string> lines, int most) => lines
        .Select((line, index) => (line.Length, Number: index + 1))
        .Where(line => line.Length > most)
        .Select(line => string.Create(CultureInfo.InvariantCulture, $"{file}({line.Number}) has {line.Length} characters."));

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "Generated"));

    private static int MaxLength() => int.Parse(
        Setting().Match(File.ReadAllText(Path.Combine(RepositoryFolder.Path, ".editorconfig"))).Groups["value"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^max_line_length = (?<value>[0-9]+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();
}
