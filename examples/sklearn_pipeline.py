"""Labels of your own from few examples, and ours as a classifier. Run it with: python examples/sklearn_pipeline.py."""

from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from govtext.integrations.sklearn import GovtextClassifier, GovtextVectorizer

DESKS = {
    "parks": [
        "taman kota bangkunya banyak yg patah",
        "pohon tumbang di taman depan balai kota",
        "lampu taman mati semua min",
        "ayunan di taman bermain rusak, bahaya buat anak",
        "rumput alun-alun gak pernah dipotong",
        "tolong bersihkan kolam di taman, bau",
    ],
    "transport": [
        "bus kota telat terus tiap pagi",
        "halte depan pasar gak ada atapnya",
        "angkot ugal-ugalan min, mohon ditertibkan",
        "kapan rute bus ke terminal baru dibuka?",
        "kartu bus saya gak bisa diisi ulang",
        "sopir bus nya ramah, makasih",
    ],
}
texts = [text for several in DESKS.values() for text in several]
desks = [desk for desk, several in DESKS.items() for _ in several]

search = GridSearchCV(
    make_pipeline(GovtextVectorizer(), StandardScaler(), LogisticRegression()),
    {"logisticregression__C": [0.01, 0.1, 1.0]},
    cv=3,
)
search.fit(texts, desks)
for text in ("min bus ke kampus kok jarang lewat", "bangku di taman lansia udah pada lapuk"):
    print(text, "->", search.predict([text])[0])

# Pretrained heads need no training; metrics and searches of scikit-learn work on them as they are.
praise = GovtextClassifier("sentiment", model="fast")
truth = ["positive", "negative", "positive"]
found = praise.predict(
    ["makasih min, petugasnya sigap", "kecewa, antre dari subuh gak dilayani", "mantap pelayanannya"]
)
print("accuracy:", accuracy_score(truth, found))
