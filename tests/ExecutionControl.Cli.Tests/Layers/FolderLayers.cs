using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExecutionControl.Cli.Tests.Layers;

/// <summary>
/// Holds the folders of a project against an order of layers. The compiler says what every name in the sources stands for, so that nothing
/// gets past by being written without a <c>using</c>: full names, aliases, global usings, types and members of the same namespace.
/// </summary>
internal sealed class FolderLayers
{
    private const string RootName = "(root)";

    /// <summary>What the SDKs import by themselves; what a project does not reference is not found, and harms nobody.</summary>
    private static readonly string[] _importedBySdks =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Net.Http.Json", "System.Threading",
        "System.Threading.Tasks", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.Preview);

    private readonly Dictionary<string, int> _layerOf = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), List<string>> _uses = [];
    private readonly IReadOnlyList<string[]> _layers;
    private readonly Dictionary<string, string> _folderOf;
    private readonly CSharpCompilation _compilation;
    private readonly Dictionary<string, HashSet<string>> _foldersThatDeclare = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string To, string Use)>> _usesOf;

    private FolderLayers(IReadOnlyList<string[]> layers, CSharpCompilation compilation, Dictionary<string, List<(string To, string Use)>> known)
    {
        _layers = layers;
        _compilation = compilation;
        _folderOf = compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0)
            .ToDictionary(tree => tree.FilePath, tree => Folder(tree.FilePath, layers), StringComparer.Ordinal);
        var folders = _folderOf.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        for (var layer = 0; layer < layers.Count; layer++)
        {
            foreach (var folder in folders.Where(folder => layers[layer].Any(pattern => Matches(folder, pattern))))
            {
                _layerOf.TryAdd(folder, layer);
            }
        }

        foreach (var (name, folder) in compilation.SyntaxTrees.SelectMany(tree => Declared(tree).Select(name => (name, _folderOf.GetValueOrDefault(tree.FilePath, RootName)))))
        {
            (_foldersThatDeclare.TryGetValue(name, out var declaring) ? declaring : _foldersThatDeclare[name] = new(StringComparer.Ordinal)).Add(folder);
        }

        _usesOf = compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0)
            .ToDictionary(tree => tree.FilePath, tree => known.GetValueOrDefault(tree.FilePath) ?? FindUses(tree), StringComparer.Ordinal);
        foreach (var (file, uses) in _usesOf)
        {
            foreach (var (to, use) in uses)
            {
                var arrow = (_folderOf[file], to);
                (_uses.TryGetValue(arrow, out var all) ? all : _uses[arrow] = []).Add(use);
            }
        }

        Violations =
        [
            .. layers.SelectMany(patterns => patterns)
                .Where(pattern => !folders.Any(folder => Matches(folder, pattern)))
                .Select(pattern => $"{pattern} is in the order, but no source is in it."),
            .. folders.Where(folder => !_layerOf.ContainsKey(folder)).Select(folder => $"{folder} is in no layer."),
            .. _uses.Where(use => IsAgainstTheOrder(use.Key.From, use.Key.To)).OrderBy(use => use.Key)
                .Select(use => $"{use.Key.From} must not know {use.Key.To}: {Some(use.Value)}."),
        ];
        Cycles = [.. FindCycles()];
    }

    /// <summary>What goes against the order, in sentences; empty when nothing does.</summary>
    public IReadOnlyList<string> Violations { get; }

    /// <summary>Folders that know each other, directly or through others, in sentences; empty when there are none.</summary>
    public IReadOnlyList<string> Cycles { get; }

    /// <summary>Which folder knows which, however often.</summary>
    public IReadOnlyCollection<(string From, string To)> Arrows => _uses.Keys;

    /// <summary>Reads the sources below a folder.</summary>
    /// <param name="sourceFolder">The project's folder. What lies in bin and obj does not count.</param>
    /// <param name="layers">
    /// From the bottom up: a folder may know those of earlier layers and itself, but no other of its own layer. A folder stands for all below
    /// it, unless one of those is named, too; <c>X/*</c> is each folder in X for itself; the empty string is the project's own folder.
    /// </param>
    public static FolderLayers Read(string sourceFolder, IReadOnlyList<string[]> layers) => Of(Sources(sourceFolder), layers);

    /// <summary>As <see cref="Read"/>, of sources by path, relative to the project's folder and with forward slashes.</summary>
    public static FolderLayers Of(IReadOnlyDictionary<string, string> files, IReadOnlyList<string[]> layers)
    {
        var platform = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var imports = string.Concat(_importedBySdks.Select(name => $"global using {name};"));
        var compilation = CSharpCompilation.Create(
            "Sources",
            [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Value, _parsing, file.Key)), CSharpSyntaxTree.ParseText(imports, _parsing)],
            // The project's own assembly among them does no harm: what the sources declare goes before what it holds.
            platform.Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        return new(layers, compilation, []);
    }

    /// <summary>The same sources with one written anew, or one more. What the others use is not looked up again.</summary>
    public FolderLayers With(string file, string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, _parsing, file);
        var before = _compilation.SyntaxTrees.SingleOrDefault(tree => tree.FilePath == file);
        var known = new Dictionary<string, List<(string To, string Use)>>(_usesOf, StringComparer.Ordinal);
        known.Remove(file);
        return new(_layers, before is null ? _compilation.AddSyntaxTrees(tree) : _compilation.ReplaceSyntaxTree(before, tree), known);
    }

    /// <summary>Reads the sources below a folder, by path.</summary>
    public static Dictionary<string, string> Sources(string sourceFolder) =>
        Directory.EnumerateFiles(sourceFolder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(sourceFolder, file).Replace('\\', '/'), File: file))
            .Where(source => !source.Path.StartsWith("bin/", StringComparison.Ordinal) && !source.Path.StartsWith("obj/", StringComparison.Ordinal))
            .ToDictionary(source => source.Path, source => File.ReadAllText(source.File), StringComparer.Ordinal);

    private static string Folder(string file, IReadOnlyList<string[]> layers)
    {
        var parts = file.Split('/')[..^1];
        for (var length = parts.Length; length > 0; length--)
        {
            var folder = string.Join('/', parts[..length]);
            if (layers.Any(patterns => patterns.Any(pattern => Matches(folder, pattern))))
            {
                return folder;
            }
        }

        return parts.Length == 0 ? RootName : parts[0];
    }

    private static bool Matches(string folder, string pattern) => pattern switch
    {
        "" => folder == RootName,
        [.. var parent, '/', '*'] => folder.StartsWith($"{parent}/", StringComparison.Ordinal) && !folder[(parent.Length + 1)..].Contains('/'),
        _ => folder == pattern,
    };

    private static string Some(List<string> uses)
    {
        string[] distinct = [.. uses.Distinct(StringComparer.Ordinal)];
        var rest = distinct.Length > 3 ? string.Create(CultureInfo.InvariantCulture, $" and {distinct.Length - 3} more") : string.Empty;
        return $"{string.Join(", ", distinct.Take(3))}{rest}";
    }

    private static INamedTypeSymbol? Outermost(ISymbol? symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        while (type?.ContainingType is { } containing)
        {
            type = containing;
        }

        return type;
    }

    private bool IsAgainstTheOrder(string from, string to) =>
        _layerOf.TryGetValue(from, out var lower) && _layerOf.TryGetValue(to, out var upper) && lower <= upper;

    private List<(string To, string Use)> FindUses(SyntaxTree tree)
    {
        var model = _compilation.GetSemanticModel(tree);
        var uses = new List<(string To, string Use)>();
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(name => MayLeave(_folderOf[tree.FilePath], name)))
        {
            var info = model.GetSymbolInfo(name);
            foreach (var type in new[] { info.Symbol }.Concat(info.CandidateSymbols).Select(Outermost).OfType<INamedTypeSymbol>())
            {
                var line = tree.GetLineSpan(name.Span).StartLinePosition.Line + 1;
                uses.AddRange(Homes(_folderOf[tree.FilePath], type)
                    .Select(to => (to, string.Create(CultureInfo.InvariantCulture, $"{tree.FilePath}({line}) uses {type.Name}"))));
            }
        }

        return uses;
    }

    /// <summary>Whether a name may stand for something of another folder: to ask the compiler of every name is most of the work.</summary>
    private bool MayLeave(string from, SimpleNameSyntax name) => name.Parent switch
    {
        NameColonSyntax => true,
        AttributeSyntax or QualifiedNameSyntax { Parent: AttributeSyntax } when DeclaredElsewhere(from, $"{name.Identifier.ValueText}Attribute") => true,
        _ => name.IsVar || DeclaredElsewhere(from, name.Identifier.ValueText),
    };

    private bool DeclaredElsewhere(string from, string name) =>
        _foldersThatDeclare.TryGetValue(name, out var folders) && (folders.Count > 1 || !folders.Contains(from));

    /// <summary>All names that a source gives to something, be it only an alias.</summary>
    private static IEnumerable<string> Declared(SyntaxTree tree) => tree.GetRoot().DescendantNodes()
        .SelectMany<SyntaxNode, SyntaxToken>(node => node switch
        {
            BaseTypeDeclarationSyntax type => [type.Identifier],
            DelegateDeclarationSyntax type => [type.Identifier],
            MethodDeclarationSyntax method => [method.Identifier],
            PropertyDeclarationSyntax property => [property.Identifier],
            EventDeclarationSyntax raised => [raised.Identifier],
            BaseFieldDeclarationSyntax fields => fields.Declaration.Variables.Select(field => field.Identifier),
            EnumMemberDeclarationSyntax member => [member.Identifier],
            ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } property => [property.Identifier],
            NameEqualsSyntax { Parent: UsingDirectiveSyntax } alias => [alias.Name.Identifier],
            _ => [],
        })
        .Select(name => name.ValueText);

    /// <summary>The folders that a type is in. A partial type is where its parts are: one in the reader's own folder makes it the reader's own.</summary>
    private HashSet<string> Homes(string from, INamedTypeSymbol type)
    {
        var homes = type.DeclaringSyntaxReferences.Select(part => _folderOf.GetValueOrDefault(part.SyntaxTree.FilePath))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        return homes.Contains(from) ? [] : homes;
    }

    /// <summary>Sets of folders each of which reaches all the others.</summary>
    private IEnumerable<string> FindCycles()
    {
        var reached = _uses.Keys.Select(use => use.From).Distinct(StringComparer.Ordinal).ToDictionary(folder => folder, Reach, StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in reached.Keys.Order(StringComparer.Ordinal))
        {
            if (!told.Contains(folder) && reached[folder].Contains(folder))
            {
                string[] cycle = [.. reached[folder].Where(other => reached.GetValueOrDefault(other)?.Contains(folder) is true).Order(StringComparer.Ordinal)];
                told.UnionWith(cycle);
                yield return $"{string.Join(", ", cycle)} know each other in a circle.";
            }
        }
    }

    private HashSet<string> Reach(string folder)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>([folder]);
        while (next.TryDequeue(out var current))
        {
            foreach (var (_, to) in _uses.Keys.Where(use => use.From == current))
            {
                if (reached.Add(to))
                {
                    next.Enqueue(to);
                }
            }
        }

        return reached;
    }
}
