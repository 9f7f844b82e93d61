using System.Runtime.InteropServices;

namespace ExecutionControl.Cli.Files;

/// <summary>A place in a text.</summary>
/// <param name="Index">How many characters are before it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct YamlMark(int Index, int Line, int Column);
