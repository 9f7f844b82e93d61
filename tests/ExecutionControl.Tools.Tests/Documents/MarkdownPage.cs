using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ExecutionControl.Tools.Tests.Documents;

/// <summary>A Markdown file as GitHub reads it: its links, and the anchors that its headings make.</summary>
internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .UsePipeTables()
        .Build();

    private MarkdownPage(string path, string text)
    {
        Path = path;
        Text = text;
        var document = Markdown.Parse(text, Pipeline);
        Anchors = document.Descendants<HeadingBlock>().Select(static heading => heading.GetAttributes().Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Links = [.. document.Descendants<LinkInline>().Select(static link => link.Url).OfType<string>()];
    }

    /// <summary>Where it is, from the root of the repository, with slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    public IReadOnlySet<string> Anchors { get; }

    public IReadOnlyList<string> Links { get; }

    /// <summary>How many words it has, counted as <c>wc -w</c> does.</summary>
    public int Words => Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    public static MarkdownPage Of(string path, string text) => new(path, text);

    public static MarkdownPage Read(string root, string path) => new(path, File.ReadAllText(System.IO.Path.Combine(root, path)));

    /// <summary>Where a link leads, from the root of the repository, without its anchor.</summary>
    public string Resolve(string link)
    {
        var file = link.Split('#')[0];
        return file.Length == 0 ? Path : new Uri(new Uri($"file:///{Path}"), file).AbsolutePath[1..];
    }
}
