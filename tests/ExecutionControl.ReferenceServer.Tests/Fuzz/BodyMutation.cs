using System.IO.Compression;
using System.Text;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>Spoils the body of a draft: a field of it, its form, its bytes or its encoding.</summary>
internal static class BodyMutation
{
    private static readonly byte[] Marks = "{}[]\",:\\0eE-+.\0\n/'"u8.ToArray();

    public static void Apply(FuzzDraft draft, Chance chance)
    {
        if (!draft.HasBody || draft.Fields.Count == 0)
        {
            draft.HasBody = true;
            draft.Body = Encoding.UTF8.GetBytes(chance.Of(OddValues.Json));
            return;
        }

        var at = chance.Below(draft.Fields.Count);
        switch (chance.Below(14))
        {
            case <= 4:
                draft.Fields[at] = (draft.Fields[at].Name, chance.Of(OddValues.Json));
                break;
            case 5:
                draft.Fields.Add((draft.Fields[at].Name, chance.Of(OddValues.Json)));
                break;
            case 6:
                draft.Fields[at] = (OddName(draft.Fields[at].Name, chance), draft.Fields[at].Raw);
                break;
            case 7:
                draft.Fields.Insert(at, ("unknown", chance.Of(OddValues.Json)));
                break;
            case 8:
                draft.Fields[at] = (draft.Fields[at].Name, string.Concat(Enumerable.Repeat("[", chance.Below(80))) + draft.Fields[at].Raw);
                break;
            case 9:
                draft.Body = Encoding.UTF8.GetBytes(chance.Of(OddValues.Json));
                break;
            case 10:
                draft.Body = Recode(draft.BodyBytes(), chance);
                break;
            case 11:
                draft.IsChunked = !draft.Headers.Any(header => header.Name is "Transfer-Encoding");
                break;
            default:
                draft.Body = SpoilBytes(draft.BodyBytes(), chance);
                break;
        }
    }

    /// <summary>Changes, inserts, removes or repeats some bytes.</summary>
    public static byte[] SpoilBytes(byte[] body, Chance chance)
    {
        var bytes = new List<byte>(body);
        for (var more = chance.Below(4); more >= 0 && bytes.Count > 0; more--)
        {
            var at = chance.Below(bytes.Count);
            switch (chance.Below(6))
            {
                case 0:
                    bytes[at] = (byte)chance.Below(256);
                    break;
                case 1:
                    bytes.Insert(at, (byte)chance.Below(256));
                    break;
                case 2:
                    bytes.Insert(at, chance.Of(Marks));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + chance.Below(8)));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 12)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static string OddName(string name, Chance chance) => chance.Of<string>(
        [name.ToUpperInvariant(), name + "\\u0000", "\\ud800", "", "__proto__", "\\u" + ((int)(name + "a")[0]).ToString("x4", System.Globalization.CultureInfo.InvariantCulture) + name[Math.Min(1, name.Length)..], "$" + name, name + " ", "\\x"]);

    private static byte[] Recode(byte[] body, Chance chance)
    {
        var text = Encoding.UTF8.GetString(body);
        switch (chance.Below(6))
        {
            case 0:
                return [0xEF, 0xBB, 0xBF, .. body];
            case 1:
                return Encoding.Unicode.GetBytes(text);
            case 2:
                return [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)];
            case 3:
                return Encoding.UTF32.GetBytes(text);
            case 4:
                return [.. body, 0xC3, 0x28, 0xED, 0xA0, 0x80];
            default:
                using (var compressed = new MemoryStream())
                {
                    using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
                    {
                        gzip.Write(body);
                    }

                    return compressed.ToArray();
                }
        }
    }
}
