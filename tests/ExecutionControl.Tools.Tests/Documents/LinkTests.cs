using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Tools.Tests.Documents;

/// <summary>Every link of every document leads somewhere, and everything is found from the front door.</summary>
public sealed class LinkTests
{
    private const string Generated = "docs/reference/";

    [Fact]
    public void Links_EveryFileAndAnchor_IsThere()
    {
        Assert.True(MarkdownPages.All.Count > 20, "The documents were not found.");
        Assert.Empty(MarkdownPages.All.SelectMany(page => Broken(page, MarkdownPages.All, Exists)));
    }

    [Theory]
    [InlineData("[a](gone.md)", "docs/a.md: gone.md")]
    [InlineData("[a](b.md#gone)", "docs/a.md: b.md#gone")]
    [InlineData("[a](#gone)", "docs/a.md: #gone")]
    [InlineData("![a](images/gone.svg)", "docs/a.md: images/gone.svg")]
    [InlineData("| a |\n| --- |\n| [a](gone.md) |", "docs/a.md: gone.md")]
    [InlineData("[a](http://example.com)", "docs/a.md: http://example.com")]
    [InlineData("[a](b.md#the-house--and-its-door)", null)]
    [InlineData("# Here\n\n[a](#here)", null)]
    [InlineData("```\n[a](gone.md)\n```", null)]
    public void Links_OneIsBroken_IsNamed(string text, string? broken)
    {
        MarkdownPage[] pages = [MarkdownPage.Of("docs/a.md", text), MarkdownPage.Of("docs/b.md", "# The house, and its door\n\n## The house & and its door\n")];

        Assert.Equal(broken is null ? [] : [broken], Broken(pages[0], pages, path => pages.Any(page => page.Path == path)));
    }

    [Fact]
    public void Documents_All_AreWithinTwoClicksOfTheReadMe()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { "README.md" };
        for (var clicks = 0; clicks < 2; clicks++)
        {
            seen.UnionWith(MarkdownPages.All.Where(page => seen.Contains(page.Path)).SelectMany(page => page.Links.Where(IsInside).Select(page.Resolve)).ToList());
        }

        Assert.Empty(MarkdownPages.All.Select(page => page.Path).Where(path => path.StartsWith("docs/", StringComparison.Ordinal)).Except(seen, StringComparer.Ordinal));
    }

    [Fact]
    public void Words_ReadMeAndDocuments_AreFew()
    {
        var documents = MarkdownPages.All
            .Where(page => page.Path.StartsWith("docs/", StringComparison.Ordinal) && !page.Path.StartsWith(Generated, StringComparison.Ordinal))
            .ToList();

        Assert.InRange(MarkdownPages.Of("README.md").Words, 1, 900);
        Assert.True(documents.Count > 10, "The documents were not found.");
        Assert.InRange(documents.Sum(page => page.Words), 1, 9000);
    }

    [Fact]
    public void References_All_SayThatATestWroteThem() => Assert.All(
        MarkdownPages.All.Where(page => page.Path.StartsWith(Generated, StringComparison.Ordinal)),
        page => Assert.Contains("<!-- Written by a test ", page.Text, StringComparison.Ordinal));

    private static IEnumerable<string> Broken(MarkdownPage page, IReadOnlyList<MarkdownPage> pages, Func<string, bool> exists) => page.Links
        .Where(link => !(IsInside(link) ? Leads(page, link, pages, exists) : link.StartsWith("https://", StringComparison.Ordinal)))
        .Select(link => $"{page.Path}: {link}");

    private static bool Leads(MarkdownPage page, string link, IReadOnlyList<MarkdownPage> pages, Func<string, bool> exists)
    {
        var path = page.Resolve(link);
        return link.Split('#') is [_, var anchor]
            ? pages.SingleOrDefault(target => target.Path == path)?.Anchors.Contains(anchor) is true
            : path == page.Path || exists(path);
    }

    private static bool IsInside(string link) => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal);

    private static bool Exists(string path) => Path.Exists(Path.Combine(RepositoryFolder.Path, path));
}
