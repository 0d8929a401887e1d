package words

// What several screens say.
var (
	Flag = Noun{"flag", "flags", "Flag", "Flags"}
)
