using System.Buffers;
using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>Where a database is, as people write it.</summary>
internal static class PostgresLocation
{
    private const int UsualPort = 5432;
    private const int IdleLimit = 10_000;

    private static readonly SearchValues<char> _nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");

    /// <summary>Reads a <c>postgres://</c> address, or settings as Npgsql takes them.</summary>
    /// <exception cref="RunJournalException">It is none, or holds a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            var settings = text.Contains("://", StringComparison.Ordinal) ? OfAddress(text) : new NpgsqlConnectionStringBuilder(text);
            if (!string.IsNullOrEmpty(settings.Password) || !string.IsNullOrEmpty(settings.SslPassword))
            {
                throw Secret("The journal's address holds a password, which everybody sees in the list of processes.");
            }

            settings.ApplicationName ??= "ExecutionControl.Runs";

            // A process that stands still in the middle of a transaction does not hold up the others for ever.
            settings.Options = $"-c idle_in_transaction_session_timeout={IdleLimit} {settings.Options}".TrimEnd();
            return settings;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            // Without what it says: it may repeat what stands in the address.
            throw new RunJournalException(
                $"That is no address of a PostgreSQL database ({exception.GetType().Name}): write postgres://user@host:5432/database.");
        }
    }

    /// <summary>The database for a person, without anything secret.</summary>
    public static string Describe(NpgsqlConnectionStringBuilder settings) => FormattableString.Invariant(
        $"postgres://{(settings.Username is { Length: > 0 } user ? user + "@" : string.Empty)}{settings.Host}:{settings.Port}/{settings.Database}");

    private static bool IsName(string text) => text.AsSpan().IndexOfAnyExcept(_nameCharacters) < 0;

    private static RunJournalException Secret(string what) => new($"{what} Put it into the file of PGPASSFILE (~/.pgpass).");

    /// <summary>A password with one of /, ? and # in it ends the host's part early, and its rest would be taken for something that may be shown.</summary>
    private static bool MayHoldPartOfPassword(string text)
    {
        var authority = text.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        var end = text.AsSpan(authority).IndexOfAny('/', '?', '#');
        return text.Contains('#', StringComparison.Ordinal) || (end >= 0 && text.AsSpan(authority + end).Contains('@'));
    }

    private static NpgsqlConnectionStringBuilder OfAddress(string text)
    {
        if (MayHoldPartOfPassword(text))
        {
            throw Secret(
                "The journal's address cannot be read: it has a # or, behind the host, an @ (written %23 and %40 where they are meant). "
                + "A password does not belong into it.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("postgres" or "postgresql"))
        {
            throw new FormatException("no address");
        }

        var user = address.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host.Trim('[', ']'),
            Port = address.IsDefaultPort || address.Port <= 0 ? UsualPort : address.Port,
            Database = address.AbsolutePath.Trim('/') is { Length: > 0 } database ? Uri.UnescapeDataString(database) : null,
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? user[1] : null,
        };
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (pair, string.Empty);
            switch (name)
            {
                case "sslmode":
                    settings.SslMode = Enum.Parse<SslMode>(value.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true);
                    break;
                case "sslrootcert":
                    settings.RootCertificate = value;
                    break;
                case "sslcert":
                    settings.SslCertificate = value;
                    break;
                case "sslkey":
                    settings.SslKey = value;
                    break;
                case "passfile":
                    settings.Passfile = value;
                    break;
                case "host":
                    settings.Host = value;
                    break;
                case "application_name":
                    settings.ApplicationName = value;
                    break;
                case "connect_timeout":
                    settings.Timeout = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
                    break;
                case "password":
                    settings.Password = value;
                    break;
                default:
                    throw new RunJournalException(
                        $"The journal's address holds {(IsName(name) && pair.Length > name.Length ? $"'{name}'" : "something")}, which is not known here: "
                        + "sslmode, sslrootcert, sslcert, sslkey, passfile, host, "
                        + "application_name and connect_timeout are.");
            }
        }

        return settings;
    }
}
