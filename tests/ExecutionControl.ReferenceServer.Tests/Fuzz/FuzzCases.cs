using System.Text;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>Makes the request of a case: the same one for the same seed and number, but for the server's own tokens.</summary>
internal sealed class FuzzCases(ulong seed, FuzzPart part, Keys keys)
{
    public FuzzRequest Make(int number)
    {
        var chance = new Chance(seed ^ ((ulong)part << 56), number);
        var operation = Operation(chance);
        var draft = new FuzzDraft(operation, chance);
        if (operation.Door == Door.Token)
        {
            AddForm(draft, chance);
        }
        else if (draft.HasBody && chance.Percent(85))
        {
            draft.Headers.Add(("Content-Type", "application/json"));
        }

        for (var more = chance.Below(4); more > 0; more--)
        {
            RequestMutation.Apply(draft, chance);
        }

        if (operation.Door == Door.Token ? chance.OneIn(8) : part == FuzzPart.WithoutToken || chance.OneIn(20))
        {
            Credential.AddWrong(draft, operation.Door, keys, chance);
        }
        else
        {
            Credential.AddRight(draft, operation.Door, keys, chance);
        }

        return draft.Build();
    }

    private FuzzOperation Operation(Chance chance) => part switch
    {
        FuzzPart.Control => chance.Of(RequestGrammar.Control),
        _ when chance.OneIn(30) => RequestGrammar.Token,
        FuzzPart.WithoutToken when chance.OneIn(6) => chance.Of(RequestGrammar.Control),
        _ => chance.Of(RequestGrammar.Services),
    };

    private void AddForm(FuzzDraft draft, Chance chance)
    {
        draft.Headers.Add(("Content-Type", "application/x-www-form-urlencoded"));
        draft.HasBody = true;
        var fields = chance.Of(keys.TokenForms).Split('&').Select(field => field.Split('=', 2)).Select(field => (Name: field[0], Value: field[1])).ToList();
        for (var more = chance.Below(4); more > 0; more--)
        {
            var at = chance.Below(fields.Count);
            switch (chance.Below(5))
            {
                case 0:
                    fields[at] = (fields[at].Name, chance.Of(OddValues.QueryValues));
                    break;
                case 1:
                    fields.Add((fields[at].Name, chance.Of(OddValues.QueryValues)));
                    break;
                case 2:
                    fields[at] = (chance.Of(OddValues.QueryValues), fields[at].Value);
                    break;
                default:
                    fields[at] = (fields[at].Name, Encoding.Latin1.GetString(BodyMutation.SpoilBytes(Encoding.Latin1.GetBytes(fields[at].Value), chance)));
                    break;
            }
        }

        // A few dozen of the right ones are enough.
        if (!chance.OneIn(40) && fields.Count > 0)
        {
            fields.RemoveAt(chance.Below(fields.Count));
        }

        draft.Body = Encoding.Latin1.GetBytes(string.Join('&', fields.Select(field => $"{field.Name}={field.Value}")));
    }
}
