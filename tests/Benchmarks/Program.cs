using System.Globalization;
using Bastion.Benchmarks;

var brief = args.Contains("--short");
switch (args.FirstOrDefault(word => !word.StartsWith('-')))
{
    case null or "compare":
        await Comparing.Run(brief, [.. args.Skip(1).Where(word => !word.StartsWith('-'))], Console.Out);
        return 0;
    case "cut":
        var sessions = args.Skip(1).Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Max() is > 0 and var asked ? asked : brief ? 15 : 200;
        await new Cut(sessions, args.Contains("--window")).Run(Console.Out);
        return 0;
    case "web":
        await WebComparing.Run(brief, Console.Out);
        return 0;
    case "desktop":
        await DesktopComparing.Run(brief, Console.Out);
        return 0;
    case "many":
        int[] numbers = [.. args.Skip(1).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
        return await Many.Run(numbers.ElementAtOrDefault(0) is > 0 and var moving ? moving : 200, numbers.ElementAtOrDefault(1) is > 0 and var idle ? idle : 1000, numbers.ElementAtOrDefault(2) is > 0 and var size ? size : 20, Console.Out);
    case "with":
        return await WithPlanes.Run([.. args.SkipWhile(word => word != "with").Skip(1)]);
    case "echo":
        await EchoOrigin.Run(args[1]);
        return 0;
    case "plain-yarp":
        await PlainForwarder.Run(args[1], args[2], args[3], args[4]);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: Bastion.Benchmarks [compare [bulk] [files] [connect] [keys] [memory] | cut [sessions] [--window] | web | desktop] [--short], or many [MOVING IDLE MB], or with PROGRAM [ARGUMENT...]");
        return 2;
}
