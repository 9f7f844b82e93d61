using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ExecutionControl.Cli.Files;

/// <summary>
/// Reads YAML, which YamlDotNet takes apart, into a tree of bounded size and depth: nothing is bound to types, so that trimming takes nothing
/// away, and no text can exhaust the stack or the memory.
/// </summary>
internal static class YamlText
{
    private const int MaxDepth = 32;

    // With what aliases stand for counted each time: a few of them can stand for billions.
    private const int MaxNodes = 50_000;

    /// <summary>Reads a document whose outermost node is a mapping. An empty text is an empty mapping.</summary>
    /// <exception cref="FormatException">It is something else; the message says where, and repeats nothing of it.</exception>
    public static YamlMapping Read(string text)
    {
        Mark fault;
        try
        {
            return new Reading(text).Root() switch
            {
                null or YamlScalar { IsEmpty: true } => YamlMapping.New(),
                YamlMapping mapping => mapping,
                _ => throw new FormatException("it is not one YAML mapping"),
            };
        }
        catch (YamlException exception)
        {
            // Only the place of a fault is passed on: the library's message may repeat what it stumbled over, which may be a secret.
            fault = exception.Start;
        }

        throw new FormatException($"it is no YAML: see line {fault.Line}, column {fault.Column}");
    }

    private sealed class Reading(string text)
    {
        private readonly Parser _parser = new(new StringReader(text));
        private readonly Dictionary<string, (YamlNode Node, int Count)> _anchors = new(StringComparer.Ordinal);
        private int _count;

        public YamlNode? Root()
        {
            _parser.MoveNext();
            _parser.MoveNext();
            if (_parser.Current is StreamEnd or null)
            {
                return null;
            }

            _parser.MoveNext();
            var root = Node(0);
            if (_parser.Current is DocumentEnd && _parser.MoveNext() && _parser.Current is DocumentStart another)
            {
                throw new FormatException($"it holds a second document, which begins in line {another.Start.Line}");
            }

            return root;
        }

        private YamlNode Node(int depth)
        {
            var current = _parser.Current!;
            if (depth > MaxDepth)
            {
                throw new FormatException($"it is nested more than {MaxDepth} deep: see line {current.Start.Line}");
            }

            var before = _count;
            Count(1, current);
            YamlNode node;
            switch (current)
            {
                case AnchorAlias alias:
                    // What is not yet complete is not known yet: nothing can hold itself.
                    var (target, size) = _anchors.TryGetValue(alias.Value.Value, out var known)
                        ? known
                        : throw new FormatException($"line {current.Start.Line} refers to what is not named before");
                    Count(size, current);
                    node = new YamlAlias(target, Place(alias.Start), Place(alias.End));
                    _parser.MoveNext();
                    return node;
                case MappingStart start:
                    node = Mapping(start, depth);
                    break;
                case SequenceStart start:
                    node = List(start, depth);
                    break;
                case Scalar scalar:
                    node = new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty, Place(scalar.Start), Place(scalar.End));
                    _parser.MoveNext();
                    break;
                default:
                    throw new FormatException($"it is no YAML: see line {current.Start.Line}, column {current.Start.Column}");
            }

            if (current is NodeEvent { Anchor: { IsEmpty: false } anchor })
            {
                _anchors[anchor.Value] = (node, _count - before);
            }

            return node;
        }

        private YamlMapping Mapping(MappingStart start, int depth)
        {
            var mapping = new YamlMapping(start.Style == MappingStyle.Flow, Place(start.Start), default);
            var names = new HashSet<string>(StringComparer.Ordinal);
            _parser.MoveNext();
            while (_parser.Current is not MappingEnd)
            {
                var line = _parser.Current!.Start.Line;
                var key = _parser.Current is Scalar ? (YamlScalar)Node(depth + 1) : throw new FormatException($"a key in line {line} is no plain value");
                if (!names.Add(key.Value))
                {
                    throw new FormatException($"line {line} has a key for the second time");
                }

                mapping.Entries.Add((key, Node(depth + 1)));
            }

            mapping.End = mapping.IsFlow ? Behind(_parser.Current, '}') : Place(_parser.Current.End);
            _parser.MoveNext();
            return mapping;
        }

        private YamlList List(SequenceStart start, int depth)
        {
            var list = new YamlList(start.Style == SequenceStyle.Flow, Place(start.Start), default);
            _parser.MoveNext();
            while (_parser.Current is not SequenceEnd)
            {
                list.Items.Add(Node(depth + 1));
            }

            list.End = list.IsFlow ? Behind(_parser.Current, ']') : Place(_parser.Current.End);
            _parser.MoveNext();
            return list;
        }

        private void Count(int more, ParsingEvent current)
        {
            _count += more;
            if (_count > MaxNodes)
            {
                throw new FormatException($"it says more than {MaxNodes} things, what it refers to again counted each time: see line {current.Start.Line}");
            }
        }

        // The library says of some where the bracket begins.
        private YamlMark Behind(ParsingEvent end, char bracket)
        {
            var start = (int)end.Start.Index;
            return start < text.Length && text[start] == bracket ? new YamlMark(start + 1, (int)end.Start.Line, (int)end.Start.Column + 1) : Place(end.End);
        }

        private static YamlMark Place(Mark mark) => new((int)mark.Index, (int)mark.Line, (int)mark.Column);
    }
}
